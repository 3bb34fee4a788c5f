package io.vaultplatform.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Durations and times on the command line: ISO-8601, and the option's name in the complaint. */
final class Durations {
  private Durations() {}

  static Duration read(String option, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw Stop.usage(option + " takes a duration such as P7D or PT12H, not \"" + text + "\".");
    }
  }

  /** In words, to the second, such as "7 days" or "1 hour 30 minutes". */
  static String words(Duration duration) {
    var parts =
        Stream.of(
                part(duration.toDays(), "day"),
                part(duration.toHoursPart(), "hour"),
                part(duration.toMinutesPart(), "minute"),
                part(duration.toSecondsPart(), "second"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return parts.isEmpty() ? "0 seconds" : parts;
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + " " + unit + (count == 1 ? "" : "s");
  }

  static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Stop.usage(
          option + " takes a time such as 2026-12-24T12:00:00Z, not \"" + text + "\".");
    }
  }
}
