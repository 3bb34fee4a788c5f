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
      case "grace", "window", "waiting" -> span(Duration.parse(value));
      case "from", "to" -> readers(value);
      case "why" -> why(value);
      case "ends" -> ends(value);
      case "news" -> news(value);
      // The other words are text.
      default -> value;
    };
  }

  // Lines of a letter, each short enough for one. They say what is recorded, not what may be behind
  // it.
  private static String why(String hold) {
    return switch (hold) {
      case "not_reached" ->
          "No address given for check-ins accepted a letter, so silence does not count.";
      case "no_answer" -> "Too few trustees have answered in time.";
      case "challenged" -> "Somebody who may do so has objected.";
      case "clocks" -> "The clocks of this service do not agree with each other.";
      case "log" -> "A check of this service's own records did not pass.";
      case "key_service" -> "A part of this service that keeps keys does not answer.";
      case "channels" -> "It is in doubt whether letters arrive at all.";
      default -> throw unknown();
    };
  }

  private static String ends(String hold) {
    return switch (hold) {
      case "not_reached" -> "Nothing else ends it.";
      case "no_answer" ->
          "It also goes on when enough trustees have confirmed: a late answer counts.\n"
              + "Every waiting time that follows then begins anew.";
      case "key_service" ->
          "It also goes on by itself when that part answers again. Waiting times then\n"
              + "begin anew.";
      case "challenged", "clocks", "log", "channels" ->
          "Otherwise it stays as it is until the people who run this service have\nlooked into it.";
      default -> throw unknown();
    };
  }

  private static String readers(String type) {
    return switch (type) {
      case "A" -> "This service can read it, for you and whoever you let (class A).";
      case "B" -> "You alone can read it, and after a release its recipients (class B).";
      case "C" -> "You alone can read it, and whose keys you added (class C).";
      default -> throw new IllegalStateException("a letter names a class that has no sentence");
    };
  }

  private static String news(String news) {
    return switch (news) {
      case "slots" ->
          "What opens your keys beside your passphrase was changed: something was added,\n"
              + "taken away or made anew.";
      case "passphrase" -> "Your passphrase was changed. Every other sign-in was ended.";
      case "recovery" ->
          "Somebody signed in with what you keep for the day on which your passphrase is\n"
              + "lost. A rehearsal of that day looks the same.";
      case "keys" -> "Your keys were replaced by new ones.";
      default -> throw unknown();
    };
  }

  private static IllegalStateException unknown() {
    return new IllegalStateException("a letter names something that has no sentence");
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
