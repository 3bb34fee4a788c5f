package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.Refusal;
import java.time.Duration;
import java.time.Instant;

/**
 * Letters to people who never asked for one: somebody can name any address as their own or as a
 * trustee's, so how many such letters an account causes in a day has a bound. Requests at the same
 * moment may pass it by a few.
 */
final class UnaskedLetters {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WAIT = Duration.ofHours(1);

  private UnaskedLetters() {}

  /** From when on letters count. */
  static Instant since(Instant now) {
    return now.minus(DAY);
  }

  static Refusal tooMany(int most) {
    return Refusal.tooMany(
        "address",
        "At most " + most + " letters a day go to addresses that you name; try again later.",
        WAIT);
  }
}
