package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.util.Objects;

/**
 * What a person holds and nobody else sees: one key that opens, one that signs. Close it to destroy
 * both.
 */
public record PrivateKeys(AgeIdentity identity, SigningKey signing) implements AutoCloseable {

  public PrivateKeys {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(signing, "signing");
  }

  /** New random keys. */
  public static PrivateKeys generate() {
    return new PrivateKeys(AgeIdentity.generate(Suite.CLASSIC), SigningKey.generate());
  }

  /** The public halves. */
  public PublicKeys publicKeys() {
    return new PublicKeys(identity.recipient(), signing.verificationKey());
  }

  @Override
  public void close() {
    identity.close();
    signing.close();
  }

  @Override
  public String toString() {
    return "PrivateKeys[" + publicKeys() + "]";
  }
}
