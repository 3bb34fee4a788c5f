package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.ListedVault;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      @Option(
              names = "--suite",
              defaultValue = "hybrid",
              description =
                  "Kind of keys: hybrid (safe from quantum computers; age 1.3 and later open it) or"
                      + " classic (every age tool opens it); ${DEFAULT-VALUE} unless said.")
          String suite,
      @Parameters(paramLabel = "LABEL", description = "What you call it.") String label) {
    var vault = new Vaults(common.client()).create(label, suite(suite));
    common
        .terminal()
        .result(
            "The vault \"" + label + "\" is " + vault.id() + ".",
            Map.of("vault", vault.id().toString(), "auditKey", vault.auditKey().text()));
    return 0;
  }

  private static Suite suite(String typed) {
    try {
      return Suite.of(typed);
    } catch (IllegalArgumentException e) {
      throw Stop.usage("--suite is hybrid or classic.");
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description =
          "List your vaults, with labels that only your key reads, and those shared with you.")
  int list(@Mixin Common common) {
    var client = common.client();
    try (var owner = new Accounts(client).unlock()) {
      return show(new Vaults(client).list(owner.bundle().identities()), common.terminal());
    }
  }

  static int show(List<ListedVault> vaults, Terminal terminal) {
    terminal.result(
        vaults.isEmpty()
            ? "No vault yet: \"vault vault create LABEL\" makes one."
            : vaults.stream().map(VaultCommand::line).collect(Collectors.joining("\n")),
        Map.of("items", vaults.stream().map(VaultCommand::tree).toList()));
    boolean unread = vaults.stream().anyMatch(ListedVault.Unread.class::isInstance);
    return unread ? Stop.Exit.REFUSED.code() : 0;
  }

  private static String line(ListedVault vault) {
    return switch (vault) {
      case ListedVault.Mine(var id, var label) -> id + "  " + Visible.line(label);
      case ListedVault.Unread(var id, var why) ->
          id + "  UNREADABLE: its label does not open: " + Visible.line(why);
      case ListedVault.Shared(var id, var owner) -> id + "  shared with you by " + owner;
    };
  }

  private static Map<String, Object> tree(ListedVault vault) {
    var id = vault.id().toString();
    return switch (vault) {
      case ListedVault.Mine mine -> Map.of("vault", id, "label", mine.label());
      case ListedVault.Unread unread -> Map.of("vault", id, "unreadable", unread.why());
      case ListedVault.Shared shared -> Map.of("vault", id, "sharedBy", shared.owner().toString());
    };
  }
}
