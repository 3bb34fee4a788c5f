package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person holds and nobody else sees: keys that open, one of each suite, and one that signs.
 * Close it to destroy them.
 *
 * @param identities at most one of a suite, classic before hybrid; somebody who made their keys
 *     with another tool may have only one
 */
public record PrivateKeys(List<AgeIdentity> identities, SigningKey signing)
    implements AutoCloseable {

  public PrivateKeys {
    identities = List.copyOf(identities);
    Objects.requireNonNull(signing, "signing");
    recipients(identities);
  }

  /** New random keys of every suite; statements are signed with Ed25519 and ML-DSA-44. */
  public static PrivateKeys generate() {
    return new PrivateKeys(
        Stream.of(Suite.values()).map(AgeIdentity::generate).toList(),
        SigningKey.generate(Suite.HYBRID));
  }

  /** The identity of a suite, if there is one. */
  public Optional<AgeIdentity> identity(Suite suite) {
    return identities.stream().filter(identity -> identity.suite() == suite).findFirst();
  }

  /** The public halves. */
  public PublicKeys publicKeys() {
    return new PublicKeys(recipients(identities), signing.verificationKey());
  }

  static RecipientKeys recipients(List<AgeIdentity> identities) {
    return new RecipientKeys(identities.stream().map(AgeIdentity::recipient).toList());
  }

  @Override
  public void close() {
    identities.forEach(AgeIdentity::close);
    signing.close();
  }

  @Override
  public String toString() {
    return "PrivateKeys[" + publicKeys().fingerprint() + "]";
  }
}
