package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Signed;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code guardian-share/v1}: one guardian's share, with the owner's signed set, as the plaintext of
 * an age file to the guardian; and on the day, to the owner's new key. No server sees either.
 *
 * @param server where the account is
 * @param name of the account
 * @param signed the owner's set
 * @param index of the holder in it, from 1
 * @param share 32 bytes
 */
public record GuardianShare(
    String server, String name, Signed signed, GuardianSet set, int index, SecretBytes share)
    implements AutoCloseable {
  public static final String FORMAT = "vault/guardian-share/v1";
  private static final int MOST = 64 * 1024;

  public GuardianShare {
    if (index < 1 || index > set.holders().size()) {
      throw new FieldException("index", "is of nobody in the set");
    }
    if (share.length() != 32) {
      throw new FieldException("share", "has not 32 bytes");
    }
  }

  /** Whose share it is, as the owner called them. */
  public String holder() {
    return set.holders().get(index - 1).name();
  }

  boolean isGood() {
    return GuardianSet.commitment(set.set(), index, share)
        .equals(set.holders().get(index - 1).commitment());
  }

  /** The age file to one person. */
  public byte[] seal(AgeRecipient to) {
    var tree =
        Map.of(
            "format",
            FORMAT,
            "server",
            server,
            "name",
            name,
            "set",
            signed.toTree(),
            "index",
            index,
            "share",
            share.<String>expose(Base64Url::encode));
    try (var plain = SecretBytes.taking(CanonicalJson.bytes(tree))) {
      return plain.expose(bytes -> AgeFile.encrypt(bytes, Set.of(to)));
    }
  }

  /**
   * Opens what {@link #seal} made. The caller closes it.
   *
   * @throws IllegalArgumentException when it opens and is no share; the message names the member
   */
  public static Opening<GuardianShare> open(byte[] file, List<AgeIdentity> keys) {
    return AgeFile.decrypt(file, keys, MOST)
        .then(
            plain -> {
              try (plain) {
                return new Opening.Opened<>(plain.expose(GuardianShare::read));
              }
            });
  }

  private static GuardianShare read(byte[] canonical) {
    var fields = Fields.of(CanonicalJson.parse(canonical), "");
    fields.format(FORMAT);
    var signed = Signed.of(fields.tree("set"));
    var signer =
        signed
            .unverifiedSigner()
            .orElseThrow(() -> new FieldException("set", "is signed by no key"));
    var body =
        switch (signed.verify(signer, GuardianSet.FORMAT)) {
          case Signed.Verification.Valid(var valid) -> valid;
          case Signed.Verification.Broken(var why) ->
              throw new FieldException("set", "is refused because " + why);
        };
    var read =
        new GuardianShare(
            fields.text("server"),
            fields.text("name"),
            signed,
            GuardianSet.of(body),
            (int) fields.number("index", 1, 16),
            SecretBytes.taking(fields.binary("share")));
    fields.end();
    return read;
  }

  @Override
  public void close() {
    share.close();
  }

  @Override
  public String toString() {
    return "GuardianShare[" + index + " of " + set.holders().size() + "]";
  }
}
