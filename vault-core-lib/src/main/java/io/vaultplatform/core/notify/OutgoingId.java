package io.vaultplatform.core.notify;

import java.util.Objects;
import java.util.UUID;

/**
 * One thing that must go out, as an id; of a letter also its Message-ID.
 *
 * <p>Whoever adds it chooses it. Adding the same id again changes nothing, so a step that is
 * repeated after a crash sends no second letter.
 */
public record OutgoingId(UUID value) {

  public OutgoingId {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
