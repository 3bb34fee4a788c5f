package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.ListedVault;
import io.vaultplatform.cli.work.Moving;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
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
    description = "Make a vault, list your vaults, or move one to post-quantum keys.")
final class VaultCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a command: create, list or strengthen.");
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
      name = "strengthen",
      mixinStandardHelpOptions = true,
      description =
          "Move a vault of suite classic to post-quantum hybrid keys, and store its documents anew."
              + " There is no way back. Broken off, the same command goes on.")
  int strengthen(
      @Mixin Common common,
      @Parameters(paramLabel = "VAULT", description = "The vault's label or id.") String vault) {
    var client = common.client();
    var known = new Vaults(client).mine(vault);
    try (var owner = new Accounts(client).unlock()) {
      var moved =
          new Moving(client)
              .move(owner, known, (done, all) -> client.progress().at("Documents", done, all));
      common
          .terminal()
          .result(
              "The vault is of suite hybrid; "
                  + moved.moved().size()
                  + " documents were stored anew. What somebody copied before keeps its old keys."
                  + moved.left().stream().map(VaultCommand::left).collect(Collectors.joining()),
              Map.of("suite", "hybrid", "moved", ids(moved.moved()), "left", ids(moved.left())));
      return moved.left().isEmpty() ? 0 : Stop.Exit.REFUSED.code();
    }
  }

  private static String left(DocumentId document) {
    return "\nLeft as it is: document "
        + document
        + " of class C, which others read too and whose keys are not known here. Store it anew for"
        + " them: vault put --class C --replaces "
        + document
        + " -r KEY …";
  }

  private static List<String> ids(List<DocumentId> documents) {
    return documents.stream().map(DocumentId::toString).toList();
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
