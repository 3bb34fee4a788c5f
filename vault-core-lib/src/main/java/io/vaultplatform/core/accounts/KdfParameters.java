package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;

/**
 * How the client of an account derives its keys.
 *
 * @param kdf the PHC string without salt, {@code $argon2id$v=19$m=65536,t=3,p=1} or stronger
 * @param salt 16 to 64 bytes as base64url
 */
public record KdfParameters(String kdf, String salt) {
  public KdfParameters {
    byte[] bytes;
    try {
      bytes = Base64Url.decode(salt);
    } catch (IllegalArgumentException e) {
      throw new FieldException("salt", "is not base64url without padding");
    }
    // Clients refuse weak parameters; an account that has them could never be signed in to.
    switch (Derivation.of(kdf, bytes)) {
      case Outcome.Done<Derivation> fine -> {}
      case Outcome.Refused<Derivation>(var refusal) ->
          throw new FieldException(
              refusal.field().orElse("kdf"), "is weaker or costlier than allowed, or malformed");
    }
  }

  /** The salt's bytes. */
  public byte[] saltBytes() {
    return Base64Url.decode(salt);
  }
}
