package io.vaultplatform.core.people;

import java.util.Objects;
import java.util.UUID;

/** A recipient, as an id. */
public record RecipientId(UUID value) {

  public RecipientId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
