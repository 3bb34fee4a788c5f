package io.vaultplatform.cli;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.Trusteeship;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a trustee what was recorded so far. */
@Command(
    name = "case",
    mixinStandardHelpOptions = true,
    description = "As a trustee: what was recorded so far, before you confirm or refuse.")
final class CaseCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Option(names = "--link", required = true, description = "The link in the letter.")
  private String link = "";

  @Override
  public Integer call() {
    var trusteeship = new Trusteeship(common.clientFor(link));
    var shown = look(trusteeship);
    var facts = new StringBuilder("What was recorded:");
    if (shown.has("facts")) {
      for (var fact : shown.list("facts")) {
        facts.append("\n  ").append(Facts.line(fact));
      }
    }
    facts.append('\n').append(Trusteeship.asked(shown));
    trusteeship.due(link).ifPresent(words -> facts.append('\n').append(words));
    common.terminal().result(facts.toString(), shown.members());
    return 0;
  }

  // Most of the time nobody is asked; what a trustee has to do all the same is said with it.
  private Json look(Trusteeship trusteeship) {
    try {
      return trusteeship.look(link);
    } catch (Stop nothing) {
      throw nothing.exit() == Stop.Exit.REFUSED
          ? Stop.refused(nothing.field(), nothing.sentence() + due(trusteeship))
          : nothing;
    }
  }

  private String due(Trusteeship trusteeship) {
    try {
      return trusteeship.due(link).map(words -> " " + words).orElse("");
    } catch (Stop sameReason) {
      return "";
    }
  }
}
