package io.vaultplatform.cli;

import io.vaultplatform.cli.http.Json;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Recorded facts as lines: when, what, and what was noted with it. We report what was recorded, no
 * more.
 */
public final class Facts {
  private Facts() {}

  public static String line(Json fact) {
    var line = new StringJoiner("  ");
    fact.optionalText("sequence").ifPresent(s -> line.add("#" + s));
    fact.optionalText("time").or(() -> fact.optionalText("at")).ifPresent(line::add);
    fact.optionalText("type").or(() -> fact.optionalText("text")).ifPresent(line::add);
    fact.optionalText("detail").ifPresent(line::add);
    if (fact.members().get("facts") instanceof Map<?, ?> noted && !noted.isEmpty()) {
      line.add(noted.toString());
    }
    return Visible.line(line.toString());
  }
}
