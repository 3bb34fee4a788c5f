package io.vaultplatform.core.base;

import org.jspecify.annotations.Nullable;

/**
 * Broken trust or a broken part: the transaction rolls back and an operator has to look.
 *
 * <p>Expected answers ("wrong code", "quota used up") are never this; they are {@link Refusal}s.
 * The message names ids and what to do next, never content and never a secret.
 */
public class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VaultException(String message) {
    super(message);
  }

  public VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
