package io.vaultplatform.core.triggers;

import java.util.Objects;
import java.util.UUID;

/** A trigger, as an id. */
public record TriggerId(UUID value) {

  public TriggerId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
