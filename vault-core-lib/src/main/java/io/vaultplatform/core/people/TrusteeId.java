package io.vaultplatform.core.people;

import java.util.Objects;
import java.util.UUID;

/** A trustee, as an id. */
public record TrusteeId(UUID value) {

  public TrusteeId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
