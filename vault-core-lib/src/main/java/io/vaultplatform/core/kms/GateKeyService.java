package io.vaultplatform.core.kms;

import io.vaultplatform.core.crypto.SecretBytes;

/**
 * The second principal at the key service: the release gate, which alone unseals what was sealed
 * for it.
 */
public interface GateKeyService {

  /**
   * Unseals what was sealed under {@link KeyRef#GATE}. The caller closes the result.
   *
   * @throws KeyServiceException when it does not answer, or context or bytes are not the ones
   *     sealed
   */
  SecretBytes unseal(byte[] sealed, KeyContext context);
}
