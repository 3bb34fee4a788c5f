package io.vaultplatform.core.grants;

import java.util.Objects;
import java.util.UUID;

/** A grant, as an id. */
public record GrantId(UUID value) {

  public GrantId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
