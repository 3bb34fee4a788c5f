package io.vaultplatform.core.triggers;

import java.util.Objects;
import java.util.UUID;

/**
 * Who gave a signal: a trustee or a contact, as an id. One source counts once, however often it
 * answers.
 */
public record SignalSource(UUID value) {

  public SignalSource {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
