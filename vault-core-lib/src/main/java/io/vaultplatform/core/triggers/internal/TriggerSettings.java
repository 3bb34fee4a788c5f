package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * How this server works on triggers.
 *
 * @param product whose triggers it takes ({@code vault.product})
 * @param minimumInterval the floor under every duration of a plan ({@code
 *     vault.triggers.minimum-interval})
 * @param period how often it looks ({@code vault.tick-period}); at most five minutes
 * @param batch how many due triggers it steps in one transaction ({@code vault.triggers.batch})
 * @param tolerance how long a trigger may be due before this server is no longer ready ({@code
 *     vault.triggers.overdue-tolerance})
 */
record TriggerSettings(
    String product, Duration minimumInterval, Duration period, int batch, Duration tolerance) {
  static final Set<String> NAMES =
      Set.of(
          "vault.product",
          "vault.triggers.minimum-interval",
          "vault.tick-period",
          "vault.triggers.batch",
          "vault.triggers.overdue-tolerance");
  private static final Duration LONGEST_PERIOD = Duration.ofMinutes(5);

  static TriggerSettings of(Settings source) {
    var settings = source.within(NAMES);
    var period = settings.duration("vault.tick-period", Duration.ofMinutes(1));
    if (period.compareTo(LONGEST_PERIOD) > 0) {
      throw Settings.wrong("vault.tick-period", "is longer than five minutes (PT5M)");
    }
    return new TriggerSettings(
        settings.required("vault.product"),
        settings.duration("vault.triggers.minimum-interval", Duration.ofHours(1)),
        period,
        (int) settings.number("vault.triggers.batch", 200, 1, 10_000),
        settings.duration("vault.triggers.overdue-tolerance", LONGEST_PERIOD));
  }
}
