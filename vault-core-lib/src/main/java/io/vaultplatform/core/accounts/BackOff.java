package io.vaultplatform.core.accounts;

import java.time.Duration;
import java.time.Instant;

/**
 * How long somebody waits after failing: nothing at first, then twice as long each time, up to a
 * bound. A bound alone keeps nobody's door open, for whoever goes on failing renews the wait; so
 * the owner's own addresses are exempt from what strangers do.
 *
 * @param free failures that cost nothing
 * @param first the wait after the next one
 * @param most no wait is longer
 * @param forget after this long without a failure, counting begins anew
 */
public record BackOff(int free, Duration first, Duration most, Duration forget) {
  /**
   * Per name, and per name at one address. A person who mistypes five times has not waited yet; all
   * guessers of a name together get about a hundred tries a day, wherever they come from.
   *
   * <p>Where the name was signed in to before, the count over all addresses does not matter: only
   * what failed there does. Elsewhere somebody who knows the name can keep up the wait of everybody
   * who is new there, the owner included.
   */
  public static final BackOff OF_NAME =
      new BackOff(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(12));

  /** Per address, which many people can share. */
  public static final BackOff OF_ADDRESS =
      new BackOff(30, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(1));

  /** What is remembered of one name or address. */
  public record Tries(int failures, Instant lastAt, Instant waitUntil) {
    /** How long to wait now; nothing or less when trying is allowed. */
    public Duration waiting(Instant now) {
      return Duration.between(now, waitUntil);
    }
  }

  public BackOff {
    if (free < 0 || !first.isPositive() || most.compareTo(first) < 0 || !forget.isPositive()) {
      throw new IllegalArgumentException("not a back-off");
    }
  }

  /** After one more failure. */
  public Tries failed(Tries before, Instant now) {
    boolean forgotten = Duration.between(before.lastAt(), now).compareTo(forget) > 0;
    int failures = forgotten ? 1 : Math.addExact(before.failures(), 1);
    return new Tries(failures, now, now.plus(after(failures)));
  }

  private Duration after(int failures) {
    if (failures <= free) {
      return Duration.ZERO;
    }
    // 2^20 seconds are beyond every bound that makes sense; more would overflow.
    var wait = first.multipliedBy(1L << Math.min(failures - free - 1, 20));
    return wait.compareTo(most) > 0 ? most : wait;
  }
}
