package io.vaultplatform.witness.pages;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and sizes in full, as a tired person reads them. */
final class Plain {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Plain() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  static String size(long bytes) {
    if (bytes < 10_000) {
      return bytes + " bytes";
    }
    return bytes < 10_000_000
        ? Math.round(bytes / 1_000.0) + " kB (" + bytes + " bytes)"
        : Math.round(bytes / 1_000_000.0) + " MB (" + bytes + " bytes)";
  }
}
