package io.vaultplatform.core.accounts;

import java.util.Objects;
import java.util.UUID;

/** An access token by its {@code jti}. */
public record TokenId(UUID value) {
  public TokenId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
