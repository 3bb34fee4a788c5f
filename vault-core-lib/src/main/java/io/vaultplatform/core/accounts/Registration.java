package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.PublicKeys;
import java.util.Objects;

/**
 * A new account as its client asks for it.
 *
 * @param authKey 32 bytes; kept as a salted hash only
 * @param keys what is published in the directory
 * @param bundle the owner's keys as an age file to a random bundle identity
 * @param slots four age files, of which those in use hold that identity
 */
public record Registration(
    AccountName name,
    KdfParameters parameters,
    SecretBytes authKey,
    PublicKeys keys,
    Bundle bundle,
    SealedSlots slots)
    implements AutoCloseable {
  public Registration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(slots, "slots");
    if (authKey.length() != 32) {
      throw new FieldException("authKey", "has not 32 bytes");
    }
  }

  /** Destroys the key. */
  @Override
  public void close() {
    authKey.close();
  }
}
