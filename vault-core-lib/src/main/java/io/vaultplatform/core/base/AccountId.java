package io.vaultplatform.core.base;

import java.util.Objects;
import java.util.UUID;

/** A person or machine with a local account, as an id. */
public record AccountId(UUID value) {

  public AccountId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
