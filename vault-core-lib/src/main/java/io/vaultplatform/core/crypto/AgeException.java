package io.vaultplatform.core.crypto;

import java.io.IOException;

/**
 * Carries an {@link AgeFault} out of nested stream reads; never leaves this package.
 *
 * <p>An {@code IOException}, because it has to pass through {@code InputStream.read}; callers of
 * the package get the fault as a value.
 */
final class AgeException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient AgeFault fault;

  AgeException(AgeFault.Kind kind, String detail) {
    super(detail);
    fault = new AgeFault(kind, detail);
  }

  AgeFault fault() {
    return fault;
  }
}
