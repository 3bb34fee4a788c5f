package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.FileNames;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import java.io.BufferedOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a document and opens it, if it is what its owner signed. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Fetch a document, check it against your signature, and decrypt it.")
final class GetCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Parameters(index = "1", paramLabel = "DOCUMENT")
  private UUID document = new UUID(0, 0);

  @Option(
      names = {"-o", "--output"},
      description =
          "Write here (else under its own name in this folder); never over an existing file. \"-\""
              + " is standard output.")
  private @Nullable Path output;

  @Option(
      names = "--encrypted",
      description =
          "Save the .age file as it is stored. \"age -d -i\" opens it and gives the content with"
              + " its padding: cut it to the document's size, \"| head -c SIZE\".")
  private boolean encrypted;

  @Override
  public Integer call() {
    var client = common.client();
    var known = new Vaults(client).find(vault);
    try (var owner = new Accounts(client).unlock()) {
      var getting = new Getting(client);
      var seen = getting.look(owner, known, new DocumentId(document));
      if ("-".equals(String.valueOf(output))) {
        print(getting, owner, seen);
        return 0;
      }
      var target =
          output != null
              ? output
              : Path.of(FileNames.saved(seen.metadata().fileName()) + (encrypted ? ".age" : ""));
      if (encrypted) {
        getting.fetchEncrypted(seen, target);
      } else {
        getting.fetch(owner, seen, target, false);
      }
      common
          .terminal()
          .result(
              "Saved as " + target + (encrypted ? "." : ": exactly what you signed."),
              Map.of(
                  "document", document.toString(),
                  "version", seen.version(),
                  "file", target.toString(),
                  "size", seen.metadata().size(),
                  "sha256", seen.metadata().sha256()));
      return 0;
    }
  }

  private void print(Getting getting, Accounts.Unlocked owner, Getting.Seen seen) {
    var out = new BufferedOutputStream(StandardOutput.bytes(), 1 << 16);
    if (encrypted) {
      getting.fetchEncrypted(seen, out);
    } else {
      getting.fetch(owner, seen, out);
    }
  }
}
