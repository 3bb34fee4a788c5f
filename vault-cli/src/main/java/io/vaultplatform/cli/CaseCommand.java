package io.vaultplatform.cli;

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
    var shown = new Trusteeship(common.clientFor(link)).look(link);
    var facts = new StringBuilder("What was recorded:");
    if (shown.has("facts")) {
      for (var fact : shown.list("facts")) {
        facts.append("\n  ").append(Facts.line(fact));
      }
    }
    facts.append('\n').append(Trusteeship.asked(shown));
    common.terminal().result(facts.toString(), shown.members());
    return 0;
  }
}
