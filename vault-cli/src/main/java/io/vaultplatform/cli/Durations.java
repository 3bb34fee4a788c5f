package io.vaultplatform.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

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

  static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Stop.usage(
          option + " takes a time such as 2026-12-24T12:00:00Z, not \"" + text + "\".");
    }
  }
}
