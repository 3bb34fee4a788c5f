package io.vaultplatform.core.kms;

import io.vaultplatform.core.base.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * The key service did not answer, or would not open what it was given. A type of its own, because
 * an outage of ours passes: whoever waits for it asks again, and nobody's release ends with it.
 */
public final class KeyServiceException extends VaultException {
  private static final long serialVersionUID = 1L;

  public KeyServiceException(String message) {
    super(message);
  }

  public KeyServiceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
