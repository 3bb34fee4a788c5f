package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.LogEvidence;
import io.vaultplatform.core.audit.LogVerifier;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The audit log: read page by page, exported whole, and verified here without the server. */
public final class Logs {
  private final Client client;

  public Logs(Client client) {
    this.client = client;
  }

  /** Every entry that fits the filter, oldest first, up to {@code most}. */
  public List<Json> list(Vaults.Known vault, Map<String, String> filter, int most) {
    var query =
        filter.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var path = "vaults/" + vault.id() + "/audit";
    return Pages.first(client.api(), query.isEmpty() ? path : path + "?" + query, most);
  }

  /**
   * Saves the whole log as a file that {@link #verify} checks offline. The file is there once all
   * of it came.
   */
  public void export(Vaults.Known vault, Path target) {
    if (Files.exists(target)) {
      throw Stop.refused("The file " + target + " exists already; it was left as it is.");
    }
    var part = PrivateFiles.beside(target);
    try {
      download(vault.id(), part);
      Files.move(part, target);
    } catch (IOException e) {
      throw Stop.refused("The export cannot be written to " + target + ".");
    } finally {
      PrivateFiles.discard(part);
    }
  }

  private void download(VaultId vault, Path part) throws IOException {
    try (var in = client.api().download("vaults/" + vault + "/audit/export");
        var out = PrivateFiles.writing(part)) {
      in.transferTo(out);
    }
  }

  /**
   * Entries of these types, oldest first, of a vault's log that is whole, genuine, and agrees with
   * every receipt of it kept here.
   *
   * @param key the log's first key, known from before
   */
  List<Entry> said(VaultId vault, VerificationKey key, Set<EventType> types) {
    var part = PrivateFiles.beside(client.home().folder().resolve("log"));
    try {
      download(vault, part);
      requireIntact(vault, key, part);
      try (var lines = Files.lines(part)) {
        return lines
            .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
            .filter(line -> line.has("entry"))
            .map(line -> Entry.of(line.object("entry").members()))
            .filter(entry -> types.contains(entry.type()))
            .toList();
      }
    } catch (IOException e) {
      throw Stop.refused("The log cannot be written to " + client.home().folder() + ".");
    } finally {
      PrivateFiles.discard(part);
    }
  }

  private void requireIntact(VaultId vault, VerificationKey key, Path export) throws IOException {
    var kept =
        client.home().receipts().all().stream()
            .filter(file -> String.valueOf(file.getFileName()).startsWith(vault + "-"))
            .map(Logs::receipt)
            .toList();
    try (var in = new BufferedInputStream(Files.newInputStream(export))) {
      switch (LogVerifier.verify(in, Set.of(key), Optional.of(Chain.of(vault)), kept)) {
        case LogEvidence.Intact intact -> {}
        case LogEvidence.Broken(var index, var flaw, var why) ->
            throw Stop.refused("its log is broken at entry " + index + ", " + flaw + ": " + why);
      }
    }
  }

  /**
   * Checks an export; asks no server.
   *
   * @param trusted the log's key as known from elsewhere; empty: the file's own key is taken and
   *     named
   */
  public static LogEvidence verify(
      Path export, Optional<VerificationKey> trusted, List<Path> receipts) {
    var kept = receipts.stream().map(Logs::receipt).toList();
    try (var in = new BufferedInputStream(Files.newInputStream(export))) {
      return LogVerifier.verify(in, trusted.map(Set::of).orElse(Set.of()), Optional.empty(), kept);
    } catch (IOException e) {
      throw Stop.usage("The file " + export + " cannot be read.");
    }
  }

  /** Reads a kept receipt. */
  public static Receipt receipt(Path file) {
    var bytes = SmallFiles.named("receipt (--receipt)", file);
    try {
      return Receipt.of(Json.parse(bytes).members());
    } catch (Stop e) {
      throw Stop.refused("The receipt " + file + " is not a receipt: it is not a JSON object.");
    } catch (IllegalArgumentException e) {
      throw Stop.refused("The receipt " + file + " is not a receipt: " + e.getMessage() + ".");
    }
  }
}
