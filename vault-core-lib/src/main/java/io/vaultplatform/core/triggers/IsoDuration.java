package io.vaultplatform.core.triggers;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The text form of durations in plans: ISO-8601, days and smaller. A day is 24 hours; months and
 * years are refused, for their length depends on when they begin.
 */
public final class IsoDuration {
  // Longer texts are not durations anybody typed; the bound keeps error paths cheap.
  private static final int LONGEST_TEXT = 64;

  private IsoDuration() {}

  /** The shortest usual text: {@code P7D}, {@code P1DT12H}, {@code PT30S}; zero is {@code PT0S}. */
  public static String text(Duration duration) {
    var days = duration.toDays();
    var rest = duration.minusDays(days);
    if (days == 0) {
      return rest.toString();
    }
    return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
  }

  /**
   * The duration, or empty when the text is none. Negative ones are read, for a plan to refuse by
   * name.
   */
  public static Optional<Duration> parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
