package io.vaultplatform.cli;

import io.vaultplatform.cli.work.KeyProofs;
import io.vaultplatform.cli.work.Switch;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where a trigger stands. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Where a switch stands, and what happens when.",
      "While it is armed: which trustees showed within the year that their key works."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Option(names = "--trigger", description = "Which trigger, if the vault has several.")
  private @Nullable UUID trigger;

  @Override
  public Integer call() {
    var client = common.client();
    var known = new Vaults(client).find(vault);
    var actions = new Switch(client);
    var seen = actions.find(known, Optional.ofNullable(trigger));
    var platformOpens =
        switch (actions.platformOpens(known, seen.id())) {
          case Outcome.Done<List<String>>(var names) -> names;
          case Outcome.Refused<List<String>> refused -> {
            common
                .terminal()
                .remark(
                    "The armed policy is not signed by your present key, so nothing is said of for"
                        + " whom the platform opens: arm again to see it.");
            yield List.<String>of();
          }
        };
    var proofs = new KeyProofs(client).look(known, seen.id());
    var tree = new LinkedHashMap<>(seen.answer().members());
    tree.put("platformOpens", platformOpens);
    tree.put("proofs", proofs.tree());
    common
        .terminal()
        .result(
            "Trigger "
                + seen.id()
                + " is "
                + seen.state()
                + seen.nextDue().map(due -> "; next step due " + due).orElse("")
                + "."
                + (platformOpens.isEmpty() ? "" : "\n" + ArmWords.executorOpened(platformOpens))
                + proofs.words().stream().map(line -> "\n" + line).collect(Collectors.joining()),
            tree);
    return 0;
  }
}
