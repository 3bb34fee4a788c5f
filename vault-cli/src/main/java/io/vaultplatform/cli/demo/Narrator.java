package io.vaultplatform.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the story line by line: how long it has been going on, who acts, what happened. */
final class Narrator {
  private final Consumer<String> out;
  private final Instant began = Instant.now();
  private final List<Map<String, String>> told = new ArrayList<>();

  Narrator(Consumer<String> out) {
    this.out = out;
  }

  void chapter(String title) {
    out.accept("");
    out.accept("-- " + title);
  }

  void tell(String who, String what) {
    var at = elapsed();
    told.add(Map.of("at", at, "who", who, "what", what));
    out.accept(String.format(Locale.ROOT, "%7s  %-8s %s", at, who, what));
  }

  /** Everything told so far, for programs. */
  List<Map<String, String>> told() {
    return List.copyOf(told);
  }

  String elapsed() {
    var since = Duration.between(began, Instant.now());
    return String.format(
        Locale.ROOT, "%d:%04.1f", since.toMinutes(), since.toMillis() % 60_000 / 1000.0);
  }
}
