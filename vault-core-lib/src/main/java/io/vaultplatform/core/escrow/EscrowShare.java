package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;

/**
 * One share of a path, as its holder finds it inside their age file: the secret piece, and
 * everything that tells which set, epoch and policy it is a piece of.
 *
 * <p>Group 0 is the platform, whose one piece, index 0, is its whole secret. Groups 1 and up are
 * the path's groups of trustees, and their pieces Shamir shares.
 *
 * @param set the share set it was made in
 * @param epoch the arming
 * @param place the portion and the path it opens
 * @param group the path's group, from 1; 0 for the platform
 * @param policyHash the policy it is bound to
 * @param index its place in the group
 * @param threshold trustees' shares needed
 * @param share 32 secret bytes; owned by this record
 */
public record EscrowShare(
    UUID set,
    Epoch epoch,
    Place place,
    int group,
    String policyHash,
    int index,
    int threshold,
    SecretBytes share)
    implements AutoCloseable {

  /** The {@code format} of the plaintext. */
  public static final String FORMAT = "vault/escrow-share/v1";

  /** The platform's group, and the index of its one piece. */
  public static final int PLATFORM = 0;

  /** No share file is larger, in plaintext. */
  public static final int MOST_BYTES = 4096;

  private static final int SECRET = 32;

  public EscrowShare {
    if (share.length() != SECRET) {
      throw new IllegalArgumentException("a share is 32 bytes");
    }
    if (index < PLATFORM || index > ReleasePolicy.MOST_PEOPLE) {
      throw new IllegalArgumentException("a share's index is 0 to " + ReleasePolicy.MOST_PEOPLE);
    }
    if (group < PLATFORM
        || group > ReleasePath.MOST
        || (group == PLATFORM) != (index == PLATFORM)) {
      throw new IllegalArgumentException("group 0 is the platform's, and its index 0");
    }
    if (!Digest.isSha256Hex(policyHash)) {
      throw new IllegalArgumentException("a policy is named by its SHA-256");
    }
  }

  /** The plaintext of the holder's age file. The caller wipes it. */
  byte[] bytes() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("shareSet", set.toString());
    epoch.write(body);
    place.write(body);
    body.put("group", group);
    body.put("policyHash", policyHash);
    body.put("index", index);
    body.put("threshold", threshold);
    body.put("share", share.expose(Base64Url::encode));
    return CanonicalJson.bytes(body);
  }

  /** As an age file to its holder. */
  SealedFile sealed(AgeRecipient holder) {
    var plain = bytes();
    try {
      return SealedFile.of(AgeFile.encrypt(plain, Set.of(holder)));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Reads the plaintext of a holder's age file. */
  static Outcome<EscrowShare> of(byte[] plaintext) {
    return Reading.bytes(
        plaintext,
        FORMAT,
        "share",
        fields ->
            new EscrowShare(
                fields.uuid("shareSet"),
                Epoch.read(fields),
                Place.read(fields),
                Reading.count(fields, "group", PLATFORM, ReleasePath.MOST),
                fields.hash("policyHash"),
                Reading.count(fields, "index", PLATFORM, ReleasePolicy.MOST_PEOPLE),
                Reading.count(fields, "threshold", 1, ReleasePolicy.MOST_PEOPLE),
                SecretBytes.taking(Reading.binary(fields, "share", SECRET))));
  }

  @Override
  public void close() {
    share.close();
  }
}
