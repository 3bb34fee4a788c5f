package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists a vault's documents, or the vaults. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description =
        "List the documents of a vault (or your vaults), with titles that only you can read.")
final class LsCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "VAULT",
      description = "A vault's label or id.")
  private @Nullable String vault;

  @Override
  public Integer call() {
    var client = common.client();
    try (var owner = new Accounts(client).unlock()) {
      if (vault == null) {
        return VaultCommand.show(new Vaults(client).list(owner.keys()), common.terminal());
      }
      var known = new Vaults(client).find(vault);
      var rows = new ArrayList<Map<String, Object>>();
      var text = new StringBuilder();
      var getting = new Getting(client);
      var listed = getting.list(owner, known);
      for (var seen : listed) {
        var manifest = seen.entrusted().manifest();
        rows.add(
            Map.of(
                "document", seen.id().toString(),
                "version", seen.version(),
                "class", manifest.encryptionClass().name(),
                "title", seen.metadata().title(),
                "fileName", seen.metadata().fileName(),
                "size", seen.metadata().size(),
                "epoch", manifest.epoch()));
        text.append(seen.id())
            .append("  ")
            .append(manifest.encryptionClass())
            .append("  v")
            .append(seen.version())
            .append("  ")
            .append(seen.metadata().size())
            .append(" bytes  ")
            .append(Visible.line(seen.metadata().title()))
            .append(manifest.epoch() > 0 ? "  (armed)" : "")
            .append('\n');
      }
      var missing = getting.missing(known, listed).stream().map(DocumentId::toString).toList();
      missing.forEach(
          id ->
              text.append(id).append("  MISSING: known here, and no longer shown by the server\n"));
      common
          .terminal()
          .result(
              text.isEmpty() ? "Nothing here yet." : text.toString().stripTrailing(),
              Map.of("items", rows, "missing", missing));
      return missing.isEmpty() ? 0 : Stop.Exit.REFUSED.code();
    }
  }
}
