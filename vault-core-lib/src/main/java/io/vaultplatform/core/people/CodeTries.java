package io.vaultplatform.core.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How many wrong codes of a recipient are taken: a few, then each is answered with a wait.
 *
 * <p>The right code is let in during a wait as well. Otherwise whoever holds only the mailbox could
 * make what was left unreachable by typing nonsense, again and again. Guessing gains nothing by it:
 * against 80 random bits any number of tries that a server answers is none. The wait slows down and
 * shows who tries.
 *
 * @param wrong wrong codes since the count began
 * @param since when the count began
 */
public record CodeTries(int wrong, Instant since) {

  /** The bounds: so many wrong codes within this time. */
  public record Limit(int most, Duration within) {
    public Limit {
      if (most < 1 || !within.isPositive()) {
        throw new IllegalArgumentException("at least one try within some time");
      }
    }
  }

  public CodeTries {
    Objects.requireNonNull(since, "since");
    if (wrong < 0) {
      throw new IllegalArgumentException("tries are counted from nothing");
    }
  }

  /** Whether another wrong code is taken as a slip of the hand. */
  public boolean allow(Instant now, Limit limit) {
    return wrong < limit.most() || isOver(now, limit);
  }

  /** After a wrong code. */
  public CodeTries oneMore(Instant now, Limit limit) {
    return isOver(now, limit) ? new CodeTries(1, now) : new CodeTries(wrong + 1, since);
  }

  private boolean isOver(Instant now, Limit limit) {
    return !now.isBefore(since.plus(limit.within()));
  }
}
