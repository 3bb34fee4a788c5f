package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Vaults;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and lists vaults. */
@Command(
    name = "vault",
    mixinStandardHelpOptions = true,
    description = "Make a vault, or list your vaults.")
final class VaultCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command: create or list.");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a vault. Its label is encrypted to you.")
  int create(
      @Mixin Common common,
      @Parameters(paramLabel = "LABEL", description = "What you call it.") String label) {
    var vault = new Vaults(common.client()).create(label);
    common
        .terminal()
        .result(
            "The vault \"" + label + "\" is " + vault.id() + ".",
            Map.of("vault", vault.id().toString(), "auditKey", vault.auditKey().text()));
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List your vaults; reads their labels with your key.")
  int list(@Mixin Common common) {
    var client = common.client();
    try (var owner = new Accounts(client).unlock()) {
      return show(new Vaults(client).list(owner.keys()), common.terminal());
    }
  }

  static int show(List<Map<String, String>> vaults, Terminal terminal) {
    terminal.result(
        vaults.isEmpty()
            ? "No vault yet: \"vault vault create LABEL\" makes one."
            : vaults.stream()
                .map(v -> v.get("vault") + "  " + Visible.line(String.valueOf(v.get("label"))))
                .collect(Collectors.joining("\n")),
        Map.of("items", vaults));
    return 0;
  }
}
