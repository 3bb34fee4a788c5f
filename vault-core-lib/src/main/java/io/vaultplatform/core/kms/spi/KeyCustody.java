package io.vaultplatform.core.kms.spi;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import java.util.Optional;

/** An open key service, used by many threads at once. */
public interface KeyCustody extends AutoCloseable {

  /** Seals 1 to 4096 bytes under the key, bound to the context. */
  byte[] seal(KeyRef key, SecretBytes plain, KeyContext context);

  /**
   * Unseals; empty when key, context or bytes are not the ones sealed, one answer for all of these.
   */
  Optional<SecretBytes> unseal(KeyRef key, byte[] sealed, KeyContext context);

  @Override
  void close();
}
