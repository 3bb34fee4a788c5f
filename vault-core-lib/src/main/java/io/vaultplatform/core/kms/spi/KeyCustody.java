package io.vaultplatform.core.kms.spi;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import java.util.List;
import java.util.Optional;

/**
 * An open key service, used by many threads at once. A version that another server added is found
 * by the next call, without a restart.
 *
 * <p>Whoever asks for what their {@link KmsProvider.Caller} may not do gets {@link
 * UnsupportedOperationException}, or nothing unsealed.
 */
public interface KeyCustody extends AutoCloseable {

  /** The versions there are of a key, oldest first; never empty. For everybody. */
  List<KeyVersion> versions(KeyRef key);

  /** Seals 1 to 4096 bytes under that version, bound to the context. */
  byte[] seal(KeyVersion version, SecretBytes plain, KeyContext context);

  /**
   * Unseals; empty when version, context or bytes are not the ones sealed, or the version is gone:
   * one answer for all of these.
   */
  Optional<SecretBytes> unseal(KeyVersion version, byte[] sealed, KeyContext context);

  /**
   * The key of a thing, 32 bytes, always the same; empty once it was erased. For the application.
   */
  Optional<SecretBytes> keyOf(Thing thing);

  /** Makes the next version of a key. For operators. */
  KeyVersion add(KeyRef key);

  /** Destroys a version that is not the newest; once more does nothing. For operators. */
  void destroy(KeyVersion version);

  /** The same secret sealed under another version; empty as with unsealing. For operators. */
  Optional<byte[]> reseal(KeyVersion from, KeyVersion to, byte[] sealed, KeyContext context);

  /** Destroys the keys of things for good; once more does nothing. For operators. */
  void erase(List<Thing> things);

  @Override
  void close();
}
