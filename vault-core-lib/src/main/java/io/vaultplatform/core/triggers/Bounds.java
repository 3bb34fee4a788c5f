package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What a number and a length of time in a plan can sensibly be. */
final class Bounds {
  /**
   * Ten years of 365 days. Longer is a typing error, and keeps every deadline far from overflow.
   */
  static final Duration LONGEST = Duration.ofDays(3650);

  private Bounds() {}

  /** Refuses what nothing can take: zero or less, parts of a second, more than ten years. */
  static void sane(String field, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new FieldException(field, "must be longer than zero");
    }
    if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
      throw new FieldException(field, "must be in whole seconds");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new FieldException(field, "must be at most ten years (P3650D)");
    }
  }

  /** Refuses a count outside two bounds, both allowed. */
  static void between(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new FieldException(field, "must be between " + least + " and " + most);
    }
  }
}
