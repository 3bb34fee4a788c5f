package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's signed word that something is in a log, kept to be held against it.
 *
 * <p>A receipt is kept only if it is one: of the vault in question, signed by that vault's audit
 * key. A kept receipt is never replaced. Two that differ at one place prove that the log was
 * rewritten, and both stay.
 */
public final class Receipts {
  private final Path folder;
  private final Pins pins;

  Receipts(Path folder, Pins pins) {
    this.folder = folder;
    this.pins = pins;
  }

  /**
   * Checks and keeps one.
   *
   * @param expected the vault it has to be of; empty: the caller had a link only and cannot know
   * @param logOrigin fingerprint of the audit key, if the owner signed one for the caller
   */
  public Path keep(
      Map<String, Object> tree, Optional<VaultId> expected, Optional<String> logOrigin) {
    var receipt = read(tree);
    var vault =
        switch (receipt.chain()) {
          case Chain.OfVault(var id) -> id;
          case Chain.OfAccount a -> throw wrong("is of an account's log");
          case Chain.OfPlatform p -> throw wrong("is of the platform's log");
        };
    if (expected.isPresent() && !expected.get().equals(vault)) {
      throw wrong("is of another vault");
    }
    var name = "vault/" + vault + "/audit";
    var key = pins.of(name).map(VerificationKey::new).orElseGet(() -> signer(receipt));
    if (logOrigin.isPresent() && !logOrigin.get().equals(key.fingerprint())) {
      throw wrong("is not signed by the log that the owner named");
    }
    switch (receipt.verify(key)) {
      case Signed.Verification.Valid valid -> {}
      case Signed.Verification.Broken(var why) -> throw wrong("is not genuine: " + why);
    }
    pins.hold(name, key.text(), "this vault's audit key");
    return store(vault + "-" + receipt.sequence(), receipt);
  }

  private Path store(String name, Receipt receipt) {
    var file = folder.resolve(name + ".json");
    var bytes = Json.bytes(receipt.toTree());
    if (PrivateFiles.createWhole(file, bytes)) {
      return file;
    }
    if (sameStatement(file, receipt)) {
      return file;
    }
    var second =
        folder.resolve(name + "-" + receipt.signed().bodyHash().substring(0, 16) + ".json");
    PrivateFiles.createWhole(second, bytes);
    throw Stop.refused(
        "REWRITTEN: the server signed two different entries for place "
            + receipt.sequence()
            + " of this log. Its log was changed after it gave you its word. Both receipts are kept"
            + " as proof: "
            + file
            + " and "
            + second
            + ".");
  }

  private static boolean sameStatement(Path file, Receipt receipt) {
    try {
      var kept = Receipt.of(SmallFiles.own(file).members());
      return kept.signed().bodyHash().equals(receipt.signed().bodyHash());
    } catch (IllegalArgumentException | Stop e) {
      return false;
    }
  }

  /** Every receipt kept. */
  public List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw Stop.refused("The receipts in " + folder + " cannot be read.");
    }
  }

  private static Receipt read(Map<String, Object> tree) {
    try {
      return Receipt.of(tree);
    } catch (IllegalArgumentException e) {
      throw wrong("cannot be read: " + e.getMessage());
    }
  }

  private static VerificationKey signer(Receipt receipt) {
    return receipt.claimedFirst().orElseThrow(() -> wrong("names no key"));
  }

  private static Stop wrong(String what) {
    return Stop.refused(
        "The server's receipt "
            + what
            + ". It was not kept; what was asked may have been done, and"
            + " is not proven.");
  }
}
