package io.vaultplatform.core.release;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long what a trustee showed of their key stands, and when they are asked to show it again.
 *
 * <p>A proof stands for a year. Accepting is none, for nothing was opened then; a key that was
 * never shown to work has a first term instead. Letters go out around the day on which either ends,
 * each once, a week apart at least: a server that was away makes up for none of them.
 *
 * @param heldSince when a share was first armed for this key
 * @param provedAt when the key was last shown to work
 * @param letters how many of the letters about the next proof are behind us, written or passed over
 * @param askedAt when the last letter was written
 */
public record ProofTerm(
    Instant heldSince, Optional<Instant> provedAt, long letters, Optional<Instant> askedAt) {

  /** How long a proof stands. */
  public static final Duration YEAR = Duration.ofDays(365);

  /** How long a key may go without a first proof. */
  public static final Duration FIRST = Duration.ofDays(60);

  /** How long before the end a trustee is asked. */
  public static final Duration AHEAD = Duration.ofDays(30);

  /** No two letters to a trustee are closer. */
  public static final Duration APART = Duration.ofDays(7);

  // Around the day on which it is due; the last of them comes back once a year.
  private static final List<Duration> LETTERS =
      List.of(
          AHEAD.negated(),
          Duration.ofDays(-10),
          Duration.ZERO,
          Duration.ofDays(30),
          Duration.ofDays(90));

  /** Where a key stands. */
  public enum Standing {
    /** Shown to work, and nothing is asked yet. */
    RECENT,
    /** Shown to work within the year, which is soon over. */
    DUE_SOON,
    /** Never shown to work; the first term runs. */
    AWAITED,
    /** Not shown to work in time. */
    OVERDUE;

    /** As written. */
    public String text() {
      return switch (this) {
        case RECENT -> "recent";
        case DUE_SOON -> "due_soon";
        case AWAITED -> "awaited";
        case OVERDUE -> "overdue";
      };
    }
  }

  /** What is to be done now. */
  public sealed interface Look {
    /** When to look again; always later than now. */
    Instant next();

    /** The trustee is asked. */
    record Ask(Instant next) implements Look {}

    /** Nothing. */
    record Wait(Instant next) implements Look {}
  }

  public ProofTerm {
    if (letters < 0) {
      throw new IllegalArgumentException("letters are counted from 0");
    }
  }

  /** A key for which a share was armed just now. */
  public static ProofTerm begun(Instant now) {
    return new ProofTerm(now, Optional.empty(), 0, Optional.empty());
  }

  /** When the next proof is due. */
  public Instant due() {
    return provedAt.map(at -> at.plus(YEAR)).orElseGet(() -> heldSince.plus(FIRST));
  }

  /** Where the key stands at that time. */
  public Standing standing(Instant now) {
    if (!now.isBefore(due())) {
      return Standing.OVERDUE;
    }
    if (provedAt.isEmpty()) {
      return Standing.AWAITED;
    }
    return now.isBefore(due().minus(AHEAD)) ? Standing.RECENT : Standing.DUE_SOON;
  }

  /** Whether a recent proof stands. */
  public boolean isRecent(Instant now) {
    return switch (standing(now)) {
      case RECENT, DUE_SOON -> true;
      case AWAITED, OVERDUE -> false;
    };
  }

  /** What a look at that time leads to. */
  public Look look(Instant now) {
    long passed = passed(now);
    var next = letter(passed);
    if (passed <= letters) {
      return new Look.Wait(next);
    }
    var soonest = askedAt.map(at -> at.plus(APART)).filter(now::isBefore);
    return soonest
        .<Look>map(at -> new Look.Wait(at.isBefore(next) ? at : next))
        .orElseGet(() -> new Look.Ask(next));
  }

  /** After a letter was written. */
  public ProofTerm asked(Instant now) {
    return new ProofTerm(heldSince, provedAt, passed(now), Optional.of(now));
  }

  /** After a proof. */
  public ProofTerm proved(Instant now) {
    return new ProofTerm(heldSince, Optional.of(now), 0, askedAt);
  }

  // How many letters should have been written by now.
  private long passed(Instant now) {
    long passed = 0;
    while (passed < LETTERS.size() && !now.isBefore(letter(passed))) {
      passed++;
    }
    if (passed < LETTERS.size()) {
      return passed;
    }
    return passed + Duration.between(letter(passed - 1), now).dividedBy(YEAR);
  }

  // When the letter with this number is written, from 0.
  private Instant letter(long number) {
    int last = LETTERS.size() - 1;
    return number <= last
        ? due().plus(LETTERS.get((int) number))
        : due().plus(LETTERS.get(last)).plus(YEAR.multipliedBy(number - last));
  }
}
