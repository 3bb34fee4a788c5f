package io.vaultplatform.core.kms;

import io.vaultplatform.core.crypto.SecretBytes;

/**
 * Seals small secrets under keys that stay in the key service. What the application may do.
 *
 * <p>It may seal for the gate and not unseal: that is {@link GateKeyService}'s alone.
 */
public interface KeyService {
  /** The most that one call seals, in bytes: keys, never content. */
  int MOST = 4096;

  /**
   * Seals {@code plain}, bound to {@code context}.
   *
   * @throws IllegalArgumentException when it is empty or longer than {@link #MOST}
   * @throws KeyServiceException when the key service does not answer
   */
  byte[] seal(KeyRef key, SecretBytes plain, KeyContext context);

  /**
   * Unseals what {@link #seal} made under the same key and context. The caller closes the result.
   *
   * @throws KeyServiceException when it does not answer, or key, context or bytes are not the ones
   *     sealed
   * @throws io.vaultplatform.core.base.VaultException when the key is {@link KeyRef#GATE}
   */
  SecretBytes unseal(KeyRef key, byte[] sealed, KeyContext context);
}
