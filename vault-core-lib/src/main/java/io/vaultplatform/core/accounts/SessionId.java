package io.vaultplatform.core.accounts;

import java.util.Objects;
import java.util.UUID;

/** One sign-in and everything renewed from it. */
public record SessionId(UUID value) {
  public SessionId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
