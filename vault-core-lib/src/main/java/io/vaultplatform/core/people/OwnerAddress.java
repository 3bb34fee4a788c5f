package io.vaultplatform.core.people;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an owner is reminded, without the address itself.
 *
 * @param confirmedAt when the address in use was confirmed; empty while there is none
 * @param reached whether the last letter to it was taken; {@code UNREACHED} is shown to the owner
 * @param pendingSince when another address was given that is not confirmed yet
 */
public record OwnerAddress(
    Optional<Alias> alias,
    Optional<Instant> confirmedAt,
    Reached reached,
    Optional<Instant> pendingSince) {

  /** What became of the last letter to the address in use. */
  public enum Reached {
    NOT_WRITTEN_YET,
    TAKEN,
    UNREACHED
  }

  public OwnerAddress {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(confirmedAt, "confirmedAt");
    Objects.requireNonNull(reached, "reached");
    Objects.requireNonNull(pendingSince, "pendingSince");
  }
}
