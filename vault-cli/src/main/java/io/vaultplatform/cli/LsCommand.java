package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.SharedVault;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists a vault's documents, or the vaults. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description =
        "List the documents of a vault (or your vaults), with titles that only you can read. A"
            + " vault shared with you is named by its id, and shows titles only of what was made"
            + " for your key.")
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
    try (var me = new Accounts(client).unlock()) {
      var vaults = new Vaults(client);
      if (vault == null) {
        return VaultCommand.show(vaults.list(me.bundle().identities()), common.terminal());
      }
      var known = vaults.find(vault);
      return vaults.isMine(known) ? own(client, me, known) : shared(client, me, known);
    }
  }

  private int own(Client client, Accounts.Unlocked owner, Vaults.Known known) {
    var getting = new Getting(client);
    var listed = getting.list(owner, known);
    var away = getting.missing(known, listed);
    var destroyed = getting.destroyed(known, away);
    var missing =
        away.stream().filter(id -> !destroyed.contains(id)).map(DocumentId::toString).toList();
    var notes =
        Stream.concat(
            destroyed.stream().map(id -> id + "  destroyed by an operator's order, says the log"),
            missing.stream()
                .map(id -> id + "  MISSING: known here, and no longer shown by the server"));
    show(
        Stream.concat(
            listed.stream()
                .map(seen -> line(seen.entrusted().manifest(), Optional.of(seen.metadata()))),
            notes),
        Map.of(
            "items",
            listed.stream()
                .map(seen -> tree(seen.entrusted().manifest(), Optional.of(seen.metadata())))
                .toList(),
            "destroyed",
            destroyed.stream().map(DocumentId::toString).toList(),
            "missing",
            missing));
    return missing.isEmpty() ? 0 : Stop.Exit.REFUSED.code();
  }

  // What was seen here before and is not shown now is no sign of anything: grants end.
  private int shared(Client client, Accounts.Unlocked me, Vaults.Known known) {
    var listed = new SharedVault(client, me, known).list();
    show(
        listed.stream().map(seen -> line(seen.manifest(), seen.metadata())),
        Map.of(
            "items",
            listed.stream().map(seen -> tree(seen.manifest(), seen.metadata())).toList(),
            "sharedBy",
            known.owner().toString()));
    return 0;
  }

  private void show(Stream<String> lines, Map<String, ?> tree) {
    var text = lines.collect(Collectors.joining("\n"));
    common.terminal().result(text.isEmpty() ? "Nothing here yet." : text, tree);
  }

  private static String line(Manifest manifest, Optional<DocumentMetadata> metadata) {
    return manifest.document()
        + "  "
        + manifest.encryptionClass()
        + "  v"
        + manifest.version()
        + "  "
        // Without the metadata only the padded length is known.
        + metadata.map(m -> m.size() + " bytes").orElse("up to " + manifest.plainSize() + " bytes")
        + metadata.map(m -> "  " + Visible.line(m.title())).orElse("")
        + (manifest.epoch() > 0 ? "  (armed)" : "");
  }

  private static Map<String, Object> tree(Manifest manifest, Optional<DocumentMetadata> metadata) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("document", manifest.document().toString());
    tree.put("version", manifest.version());
    tree.put("class", manifest.encryptionClass().name());
    metadata.ifPresent(
        known -> {
          tree.put("title", known.title());
          tree.put("fileName", known.fileName());
        });
    tree.put("size", metadata.map(DocumentMetadata::size).orElse(manifest.plainSize()));
    tree.put("epoch", manifest.epoch());
    return tree;
  }
}
