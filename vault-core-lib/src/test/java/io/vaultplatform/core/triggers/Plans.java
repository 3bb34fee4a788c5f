package io.vaultplatform.core.triggers;

import java.time.Duration;
import java.util.List;

/** Plans for tests: a week of interval, three days of grace, two of three trustees. */
final class Plans {
  static final Duration INTERVAL = Duration.ofDays(7);
  static final Duration GRACE = Duration.ofDays(3);
  static final Duration VERIFY = Duration.ofDays(5);
  static final Duration CHALLENGE = Duration.ofDays(2);
  static final Duration STAGE = Duration.ofDays(1);
  static final Duration EXTENSION = Duration.ofDays(14);

  private Plans() {}

  static Plan holding() {
    return of(new Uncertainty.Hold());
  }

  static Plan proceeding() {
    return of(new Uncertainty.Proceed(EXTENSION));
  }

  static Plan of(Uncertainty uncertainty) {
    return new Plan(
        new Condition.DeadManSwitch(
            INTERVAL,
            GRACE,
            new Reminders(
                List.of(Duration.ofDays(2), Duration.ofHours(12)),
                Duration.ofDays(1),
                Duration.ofHours(6))),
        2,
        VERIFY,
        CHALLENGE,
        List.of(new Plan.Stage(STAGE), new Plan.Stage(STAGE)),
        uncertainty,
        3,
        2,
        2);
  }
}
