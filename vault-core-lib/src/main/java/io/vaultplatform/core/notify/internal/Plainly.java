package io.vaultplatform.core.notify.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times and durations as a tired person reads them: {@code 3 May 2027, 09:12:05 UTC}; {@code 3 days
 * and 4 hours}.
 */
final class Plainly {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Plainly() {}

  static String write(String word, String value) {
    return switch (word) {
      case "at", "due", "until" -> TIME.format(Instant.parse(value));
      case "grace", "window" -> span(Duration.parse(value));
      // The other words are text.
      default -> value;
    };
  }

  static String span(Duration duration) {
    var parts = new ArrayList<String>();
    add(parts, duration.toDays(), "day");
    add(parts, duration.toHoursPart(), "hour");
    add(parts, duration.toMinutesPart(), "minute");
    add(parts, duration.toSecondsPart(), "second");
    return switch (parts.size()) {
      case 0 -> "less than a second";
      case 1 -> parts.getFirst();
      default -> String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    };
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }
}
