package io.vaultplatform.core.base;

import java.util.Objects;
import java.util.UUID;

/** A vault, as an id. */
public record VaultId(UUID value) {

  public VaultId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
