package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores a file: encrypted, padded and signed on this computer. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description =
        "Store a file in a vault. It is encrypted here; the server learns neither name nor"
            + " content.")
final class PutCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "VAULT", description = "A vault's label or id.")
  private String vault = "";

  @Parameters(index = "1", paramLabel = "FILE")
  private Path file = Path.of("");

  @Option(
      names = {"-c", "--class"},
      required = true,
      description =
          "Who can read it: A (you, and the server for people you granted access), B (you; after a"
              + " release its recipients), C (you, and the keys you name with -r). \"vault class\""
              + " changes it.")
  private EncryptionClass encryptionClass = EncryptionClass.C;

  @Option(names = "--title", description = "What people call it (else its file name).")
  private @Nullable String title;

  @Option(names = "--type", description = "Its media type, such as application/pdf (else guessed).")
  private @Nullable String type;

  @Option(
      names = {"-r", "--recipient"},
      description =
          "Class C: somebody else who can read it: their key (age1…) or their"
              + " file of public keys; may be repeated.")
  private List<String> others = List.of();

  @Option(
      names = "--replaces",
      paramLabel = "DOCUMENT",
      description = "Make a new version of this document.")
  private @Nullable UUID replaces;

  @Override
  public Integer call() {
    if (!Files.isRegularFile(file)) {
      throw Stop.usage(
          Files.exists(file)
              ? file + " is not a file whose size is known; save it as one first."
              : "There is no file " + file + ".");
    }
    var client = common.client();
    var known = new Vaults(client).find(vault);
    try (var owner = new Accounts(client).unlock()) {
      var wish =
          new Putting.Wish(
              file,
              title == null ? String.valueOf(file.getFileName()) : title,
              type == null ? MediaTypes.of(file) : type,
              encryptionClass,
              others.stream().map(k -> Keys.recipients("-r", k)).collect(Collectors.toSet()),
              previous(client, owner, known));
      var stored = new Putting(client).put(owner, known, wish);
      common
          .terminal()
          .result(
              "Stored as document "
                  + stored.document()
                  + ", version "
                  + stored.version()
                  + ". "
                  + encryptionClass.guarantee()
                  + stored.change().map(change -> "\n" + Visible.line(change)).orElse("")
                  + "\nReceipt: "
                  + stored.receipt(),
              Map.of(
                  "document", stored.document().toString(),
                  "version", stored.version(),
                  "class", encryptionClass.name(),
                  "receipt", stored.receipt().toString()));
      return 0;
    }
  }

  private Optional<Putting.Previous> previous(
      Client client, Accounts.Unlocked owner, Vaults.Known known) {
    if (replaces == null) {
      return Optional.empty();
    }
    var before = new Getting(client).look(owner, known, new DocumentId(replaces));
    if (before.entrusted().manifest().encryptionClass() != encryptionClass) {
      throw Stop.usage(
          "A document keeps its class: this one is of class "
              + before.entrusted().manifest().encryptionClass()
              + ".");
    }
    return Optional.of(new Putting.Previous(before.id(), before.version()));
  }
}
