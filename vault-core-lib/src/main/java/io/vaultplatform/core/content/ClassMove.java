package io.vaultplatform.core.content;

import io.vaultplatform.core.crypto.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One ordered change of class and what became of it: a line of the {@link ClassLedger}.
 *
 * @param signed the order as the owner signed it
 * @param asked when the server took the order
 * @param entry its number in the vault's log
 * @param waiting how long a weakening waits; zero for a strengthening
 * @param told when a mail server took the letter to the owner; a weakening waits from then on, for
 *     a warning that nobody got is none
 * @param due from when on the successor is taken; empty while no letter was taken
 */
public record ClassMove(
    ClassOrder order,
    Signed signed,
    Instant asked,
    long entry,
    Duration waiting,
    Optional<Instant> told,
    Optional<Instant> due,
    State state) {

  public ClassMove {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(signed, "signed");
    Objects.requireNonNull(asked, "asked");
    Objects.requireNonNull(waiting, "waiting");
    Objects.requireNonNull(told, "told");
    Objects.requireNonNull(due, "due");
    Objects.requireNonNull(state, "state");
  }

  /** What became of it. */
  public sealed interface State {
    /** It may still be carried out, or cancelled. */
    record Open() implements State {}

    /** The successor is stored, and the document before it is erased. */
    record Made(Instant at, long entry) implements State {}

    /** The owner took it back. */
    record Cancelled(Instant at, long entry) implements State {}
  }

  /** Whether it may still be carried out. */
  public boolean isOpen() {
    return state instanceof State.Open;
  }

  /** Whether it was carried out. */
  public boolean isMade() {
    return state instanceof State.Made;
  }
}
