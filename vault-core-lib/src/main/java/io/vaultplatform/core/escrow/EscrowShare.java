package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import java.util.LinkedHashMap;
import java.util.UUID;

/**
 * One share of a path, as its holder finds it inside their age file: the secret piece, and
 * everything that tells which set, epoch and policy it is a piece of.
 *
 * <p>Index 0 is the platform's whole group secret; 1 and up are trustees' Shamir shares.
 *
 * @param set the share set it was made in
 * @param epoch the arming
 * @param stage the stage it opens
 * @param policyHash the policy it is bound to
 * @param index its place in the set
 * @param threshold trustees' shares needed
 * @param share 32 secret bytes; owned by this record
 */
public record EscrowShare(
    UUID set,
    Epoch epoch,
    int stage,
    String policyHash,
    int index,
    int threshold,
    SecretBytes share)
    implements AutoCloseable {

  /** The {@code format} of the plaintext. */
  public static final String FORMAT = "vault/escrow-share/v1";

  /** The index of the platform's share. */
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
    if (!Digest.isSha256Hex(policyHash)) {
      throw new IllegalArgumentException("a policy is named by its SHA-256");
    }
  }

  /** The plaintext of the holder's age file. The caller wipes it. */
  byte[] bytes() {
    var body = new LinkedHashMap<String, Object>();
    body.put("format", FORMAT);
    body.put("set", set.toString());
    epoch.write(body);
    body.put("stage", stage);
    body.put("policyHash", policyHash);
    body.put("index", index);
    body.put("threshold", threshold);
    body.put("share", share.expose(Base64Url::encode));
    return CanonicalJson.bytes(body);
  }

  /** Reads the plaintext of a holder's age file. */
  static Outcome<EscrowShare> of(byte[] plaintext) {
    return Reading.bytes(
        plaintext,
        FORMAT,
        "share",
        fields ->
            new EscrowShare(
                fields.uuid("set"),
                Epoch.read(fields),
                Reading.count(fields, "stage", 1, 1),
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
