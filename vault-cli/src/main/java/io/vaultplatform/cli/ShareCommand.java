package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Sharing;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets somebody else read a document of class C. */
@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    description =
        "Let others read a document of class C. To take a reader away, store a new version for the"
            + " others: \"vault put --replaces\".")
final class ShareCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "VAULT", description = "The vault's label or id.")
  private String vault = "";

  @Parameters(paramLabel = "DOCUMENT", description = "The document's id.")
  private @Nullable UUID document;

  @Option(
      names = {"-r", "--recipient"},
      required = true,
      description = "Who may read it: a key (age1…) or a file of keys; may be repeated.")
  private List<String> readers = List.of();

  @Override
  public Integer call() {
    var client = common.client();
    var known = new Vaults(client).mine(vault);
    var keys = readers.stream().map(r -> Keys.recipients("-r", r)).toList();
    if (document == null) {
      throw Stop.usage("Name the document.");
    }
    try (var owner = new Accounts(client).unlock()) {
      var change = new Sharing(client).add(owner, known, new DocumentId(document), keys);
      common
          .terminal()
          .result(Visible.line(change), Map.of("document", document.toString(), "change", change));
      return 0;
    }
  }
}
