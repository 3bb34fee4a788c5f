package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Seals a personal payload under its subject's key, and opens it again.
 *
 * <p>Bound to chain, entry and subject, so that a payload moved to another entry does not open;
 * salted and hashed, so that it opens into what was entered and nothing else.
 *
 * @param sealed the ciphertext as stored
 */
public record PersonalSeal(Bytes sealed, Commitment commitment) {
  private static final int SALT = 32;

  /**
   * Seals for one entry.
   *
   * @param key the subject's, 32 bytes
   */
  public static PersonalSeal of(SecretBytes key, Chain chain, long sequence, Personal personal) {
    var salt = Randomness.bytes(SALT);
    var plain =
        CanonicalJson.bytes(Map.of("content", personal.content(), "salt", Base64Url.encode(salt)));
    try (var secret = SecretBytes.taking(plain)) {
      var sealed = Sealing.seal(key, secret, meaning(chain, sequence, personal.subject()));
      return new PersonalSeal(
          Bytes.of(sealed),
          new Commitment(
              personal.subject(), plainHash(salt, personal.content()), sealedHash(sealed)));
    }
  }

  /** Opens; empty when key, place or content are not those that were committed to. */
  public static Optional<Personal> open(
      SecretBytes key, Chain chain, long sequence, byte[] sealed, Commitment commitment) {
    if (!sealedHash(sealed).equals(commitment.sealed())) {
      return Optional.empty();
    }
    return Sealing.open(key, sealed, meaning(chain, sequence, commitment.subject()))
        .flatMap(
            secret -> {
              try (secret) {
                return secret.expose(plain -> read(plain, commitment));
              }
            });
  }

  static String sealedHash(byte[] sealed) {
    return ChainHash.of(ChainHash.SEALED, sealed);
  }

  private static Optional<Personal> read(byte[] plain, Commitment commitment) {
    try {
      var fields = Fields.of(CanonicalJson.parse(plain), "");
      var content = fields.tree("content");
      var salt = fields.binary("salt");
      fields.end();
      return plainHash(salt, content).equals(commitment.plain())
          ? Optional.of(new Personal(commitment.subject(), content))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // Opened under the right key and still not ours: the same answer as any other wrong payload.
      return Optional.empty();
    }
  }

  private static String plainHash(byte[] salt, Map<String, Object> content) {
    return ChainHash.of(ChainHash.PERSONAL, salt, CanonicalJson.bytes(content));
  }

  static Sealing.Meaning meaning(Chain chain, long sequence, UUID subject) {
    return Sealing.Meaning.of(ChainHash.PERSONAL)
        .and(chain.kind())
        .and(chain.id())
        .and(sequence)
        .and(subject);
  }
}
