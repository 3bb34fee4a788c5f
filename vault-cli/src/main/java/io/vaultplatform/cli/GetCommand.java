package io.vaultplatform.cli;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.FileNames;
import io.vaultplatform.cli.work.Getting;
import io.vaultplatform.cli.work.SharedVault;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.EncryptionClass;
import java.io.BufferedOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
    description =
        "Fetch a document, check it against its owner's signature, and decrypt it. From a vault"
            + " shared with you (name it by its id), class A is opened by the server, and class C"
            + " with your key.")
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
    var vaults = new Vaults(client);
    var known = vaults.find(vault);
    try (var me = new Accounts(client).unlock()) {
      return vaults.isMine(known) ? own(client, me, known) : shared(client, me, known);
    }
  }

  private int own(Client client, Accounts.Unlocked owner, Vaults.Known known) {
    var getting = new Getting(client);
    var seen = getting.look(owner, known, new DocumentId(document));
    if (isStandardOutput()) {
      var out = new BufferedOutputStream(StandardOutput.bytes(), 1 << 16);
      if (encrypted) {
        getting.fetchEncrypted(known, seen.id(), out);
      } else {
        getting.fetch(owner, seen, out);
      }
      return 0;
    }
    var target = target(Optional.of(seen.metadata()));
    if (encrypted) {
      getting.fetchEncrypted(known, seen.id(), target);
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

  private int shared(Client client, Accounts.Unlocked me, Vaults.Known known) {
    if (isStandardOutput()) {
      throw Stop.usage("What others share is checked before it is given out: name a file with -o.");
    }
    var vault = new SharedVault(client, me, known);
    var seen = vault.look(new DocumentId(document));
    var target = target(seen.metadata());
    if (encrypted) {
      new Getting(client).fetchEncrypted(known, seen.manifest().document(), target);
    } else {
      vault.fetch(seen, target);
    }
    var type = seen.manifest().encryptionClass();
    common
        .terminal()
        .result(
            "Saved as " + target + (encrypted ? "." : ": " + how(type, known.owner())),
            Map.of(
                "document", document.toString(),
                "version", seen.manifest().version(),
                "class", type.name(),
                "file", target.toString(),
                "openedBy", encrypted ? "nobody" : type == EncryptionClass.A ? "server" : "you"));
    return 0;
  }

  // Class B ends in a refusal before this; the sentence is true of it all the same.
  private static String how(EncryptionClass type, AccountId owner) {
    return switch (type) {
      case A ->
          "the server opened it for you and could read it (class A), so no signature vouches for"
              + " what is in it.";
      case B, C ->
          "exactly what its owner signed, by the key that account "
              + owner
              + " published (compare it: vault keys).";
    };
  }

  private boolean isStandardOutput() {
    return "-".equals(String.valueOf(output));
  }

  private Path target(Optional<DocumentMetadata> metadata) {
    var name = metadata.map(DocumentMetadata::fileName).orElse(document.toString());
    return output != null ? output : Path.of(FileNames.saved(name) + (encrypted ? ".age" : ""));
  }
}
