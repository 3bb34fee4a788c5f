package io.vaultplatform.core.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How many wrong codes a recipient's page takes: a few, then a wait.
 *
 * <p>A wait and no lock for ever: whoever holds only the mailbox could otherwise make what was left
 * unreachable by typing nonsense. Against guessing 80 random bits, five tries an hour are a
 * lifetime of lifetimes.
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

  /** Whether another code may be tried now. */
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
