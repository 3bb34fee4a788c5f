package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Padme;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Entrusted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Somebody else's vault, as far as its owner granted.
 *
 * <p>Every document is held against the owner's signature, as in a vault of one's own. Its title
 * and name are readable only where the owner made the document for one's own key as well. What the
 * server opened (class A) no client can hold against a signature: the owner signed the ciphertext.
 */
public final class SharedVault {
  private final Client client;
  private final Accounts.Unlocked me;
  private final Vaults.Known vault;
  private final Getting getting;

  public SharedVault(Client client, Accounts.Unlocked me, Vaults.Known vault) {
    this.client = client;
    this.me = me;
    this.vault = vault;
    this.getting = new Getting(client);
  }

  /**
   * A document's small parts, checked.
   *
   * @param metadata if it was made for one's own key
   */
  public record Seen(Entrusted entrusted, Optional<DocumentMetadata> metadata) {
    public Manifest manifest() {
      return entrusted.manifest();
    }
  }

  /** Every document that one may know of. */
  public List<Seen> list() {
    var keys = ownersKeys();
    return getting.ids(vault).stream().map(id -> look(id, keys)).toList();
  }

  /** One document's small parts, checked against the keys that the owner published. */
  public Seen look(DocumentId id) {
    return look(id, ownersKeys());
  }

  private List<VerificationKey> ownersKeys() {
    return new PublishedKeys(client).signing(vault.owner().toString());
  }

  private Seen look(DocumentId id, List<VerificationKey> keys) {
    var entrusted = getting.entrusted(vault, id, vault.owner(), keys);
    // Whose epochs these are only the owner's client knows: after a disarming it signs again
    // without one, and that is nothing older.
    if (entrusted.manifest().encryptionClass() != EncryptionClass.B) {
      new SeenDocuments(client.home().pins()).check(entrusted.manifest());
    }
    return new Seen(entrusted, metadata(entrusted));
  }

  private Optional<DocumentMetadata> metadata(Entrusted entrusted) {
    return switch (AgeFile.decrypt(
        entrusted.metadata(), me.bundle().identities(), DocumentMetadata.MAX_BYTES)) {
      case Opening.Opened<SecretBytes>(var plain) -> {
        try (plain) {
          yield Optional.of(plain.expose(DocumentMetadata::of));
        }
      }
      case Opening.Unopened<SecretBytes> unopened -> Optional.empty();
    };
  }

  /** Fetches the content into {@code target}, by the way that its class has for a grantee. */
  public void fetch(Seen seen, Path target) {
    var manifest = seen.manifest();
    switch (manifest.encryptionClass()) {
      case A -> NewFile.write(target, out -> openedByTheServer(manifest, out));
      case B ->
          throw Stop.refused(
              "class",
              "Document "
                  + manifest.document()
                  + " is of class B: no grant opens it. Its owner can, and after a release its"
                  + " recipients. --encrypted saves it as it is stored.");
      case C ->
          getting.fetch(
              me,
              new Getting.Seen(
                  vault, seen.entrusted(), seen.metadata().orElseThrow(() -> notForMe(manifest))),
              target,
              false);
    }
  }

  private Stop notForMe(Manifest manifest) {
    return Stop.refused(
        "class",
        "Document "
            + manifest.document()
            + " is of class C and was not made for your key: a grant does not change that. Its"
            + " owner can store it for you as well (vault put -r "
            + me.identity(Optional.of(vault.suite())).recipient()
            + ").");
  }

  // The length is all that the owner's signature tells about a content one has no key for.
  private void openedByTheServer(Manifest manifest, OutputStream out) throws IOException {
    var path = "vaults/" + vault.id() + "/documents/" + manifest.document() + "/opened";
    long size = 0;
    try (var in = client.api().download(path)) {
      var buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer, 0, buffer.length)) >= 0; ) {
        out.write(buffer, 0, n);
        size += n;
        if (size > manifest.plainSize()) {
          break;
        }
        client.progress().at("Downloading", size, manifest.plainSize());
      }
    }
    if (size != manifest.plainSize()
        && (size > manifest.plainSize() || Padme.padded(size) != manifest.plainSize())) {
      throw Stop.refused(
          "CHANGED: what the server opened is not as long as what the owner signed.");
    }
  }
}
