package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Refusals;
import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.content.Padme;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Entrusted;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Fetching a document: nothing is opened before the manifest says that this is the owner's file for
 * this place, and nothing is kept before the last byte was found right.
 *
 * <p>A server that serves another document (swap), an older version (rollback) or a part (cut) is
 * found out and named.
 */
public final class Getting {
  private final Client client;

  public Getting(Client client) {
    this.client = client;
  }

  /**
   * A document's small parts, checked.
   *
   * @param metadata decrypted
   */
  public record Seen(Vaults.Known vault, Entrusted entrusted, DocumentMetadata metadata) {
    public DocumentId id() {
      return entrusted.manifest().document();
    }

    public int version() {
      return entrusted.manifest().version();
    }
  }

  /**
   * Every document of a vault, checked; one that does not verify ends the command with its name.
   */
  public List<Seen> list(Accounts.Unlocked owner, Vaults.Known vault) {
    return ids(vault).stream().map(id -> look(owner, vault, id)).toList();
  }

  /** The ids of a vault's documents. */
  public List<DocumentId> ids(Vaults.Known vault) {
    return Pages.all(client.api(), "vaults/" + vault.id() + "/documents").stream()
        .map(item -> new DocumentId(UUID.fromString(item.text("document"))))
        .toList();
  }

  /**
   * The documents that this client stored or saw, that the server does not list, and whose place no
   * listed one took by the owner's own order. No other document is ever deleted, so it keeps them
   * back.
   */
  public List<DocumentId> missing(Vaults.Known vault, List<Seen> listed) {
    var there = listed.stream().map(Seen::id).collect(Collectors.toSet());
    return new SeenDocuments(client.home().pins())
        .missing(vault.id(), there).stream()
            .filter(id -> !new Classes(client).isSucceeded(vault, id, there))
            .toList();
  }

  /**
   * Those of them that an operator destroyed, as the vault's log says. A log that is not whole or
   * not genuine shows nothing, and then they are missing.
   */
  public Set<DocumentId> destroyed(Vaults.Known vault, List<DocumentId> missing) {
    if (missing.isEmpty()) {
      return Set.of();
    }
    try {
      var said =
          new Logs(client)
              .said(vault.id(), vault.auditKey(), Set.of(EventType.DOCUMENT_SHREDDED)).stream()
                  .map(entry -> entry.resource().id())
                  .collect(Collectors.toSet());
      return missing.stream()
          .filter(id -> said.contains(id.toString()))
          .collect(Collectors.toSet());
    } catch (Stop stop) {
      if (stop.exit() != Stop.Exit.REFUSED) {
        throw stop;
      }
      return Set.of();
    }
  }

  /** One document's small parts, checked against the owner's key and what was seen before. */
  public Seen look(Accounts.Unlocked owner, Vaults.Known vault, DocumentId id) {
    var entrusted = entrusted(vault, id, owner.id(), owner.bundle().verificationKeys());
    new SeenDocuments(client.home().pins()).check(entrusted.manifest());
    return new Seen(vault, entrusted, metadata(owner, entrusted.metadata()));
  }

  /** One document's small parts, found to be what this owner signed with one of these keys. */
  Entrusted entrusted(
      Vaults.Known vault, DocumentId id, AccountId owner, List<VerificationKey> keys) {
    var answer = client.api().get("vaults/" + vault.id() + "/documents/" + id).body();
    var manifest = signed(answer.object("manifest"));
    var entrusted =
        Refusals.done(
            Entrusted.read(
                manifest,
                owner,
                signer(manifest, keys),
                vault.id(),
                Base64Url.decode(answer.text("header")),
                Base64Url.decode(answer.text("metadata"))));
    if (!entrusted.manifest().document().equals(id)) {
      throw Stop.refused("SWAPPED: the server answered with another document than " + id + ".");
    }
    return entrusted;
  }

  /** The key, of those that the owner signed with in one epoch or another, that this one names. */
  static VerificationKey signer(Signed manifest, List<VerificationKey> keys) {
    return manifest.unverifiedSigner().filter(keys::contains).orElse(keys.getFirst());
  }

  /** Fetches, checks and decrypts into {@code target}, which exists only if all of it was right. */
  public void fetch(Accounts.Unlocked owner, Seen seen, Path target, boolean replace) {
    if (Files.exists(target) && !replace) {
      throw Stop.refused("The file " + target + " exists already; it was left as it is.");
    }
    var part = PrivateFiles.beside(target);
    try {
      try (var out = PrivateFiles.writing(part)) {
        open(owner, seen, out);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Stop.refused("The file " + target + " cannot be written: " + e.getMessage());
    } finally {
      PrivateFiles.discard(part);
    }
  }

  /**
   * As {@link #fetch(Accounts.Unlocked, Seen, Path, boolean)}, to where nothing can be taken back:
   * what came counts only if this returns.
   */
  public void fetch(Accounts.Unlocked owner, Seen seen, OutputStream out) {
    try {
      open(owner, seen, out);
      out.flush();
    } catch (IOException e) {
      throw Stop.refused("The document cannot be written: " + e.getMessage());
    }
  }

  private void open(Accounts.Unlocked owner, Seen seen, OutputStream out) throws IOException {
    var manifest = seen.entrusted().manifest();
    try (var in = content(seen.vault(), seen.id())) {
      var header = AgeHeader.read(in, AgeLimits.DEFAULT).orThrow("The file that the server sent");
      if (manifest.headers().isPresent()
          && !Digest.sha256Hex(header.bytes()).equals(manifest.headers().get().header())) {
        throw Stop.refused("HEADER_CHANGED: the header is not the one the owner signed.");
      }
      var payload = new Measured(in, manifest.payloadSize(), client.progress());
      var content = new Hashed(out);
      OutputStream sink =
          switch (seen.metadata().padding()) {
            case NONE -> content;
            case PADME -> Padme.cut(content, seen.metadata().size());
          };
      var file = new SequenceInputStream(new ByteArrayInputStream(header.bytes()), payload);
      var opening = AgeFile.decrypt(file, owner.bundle().identities(), sink);
      payload.drain();
      // First the owner's word about the ciphertext: it names what was done to it.
      var check = ManifestCheck.payload(manifest, payload.size, payload.digest.hex());
      if (check instanceof ManifestCheck.Broken(var fault, var field, var why)) {
        throw Stop.refused(field, fault + ": " + why);
      }
      if (opening instanceof Opening.Unopened<Long>(var fault)) {
        throw Stop.refused("The file does not open: " + fault.detail() + ".");
      }
      if (content.size != seen.metadata().size()
          || !content.digest.hex().equals(seen.metadata().sha256())) {
        throw Stop.refused("CHANGED: the content is not the one that its metadata describe.");
      }
    } catch (UncheckedIOException e) {
      throw Stop.refused("The file does not open: " + e.getMessage());
    }
  }

  /** The whole {@code .age} file, as the server keeps it; it opens with {@code age -d -i}. */
  public void fetchEncrypted(Vaults.Known vault, DocumentId document, Path target) {
    NewFile.write(
        target,
        out -> {
          try (var in = content(vault, document)) {
            in.transferTo(out);
          }
        });
  }

  /** As above, to where nothing can be taken back. */
  public void fetchEncrypted(Vaults.Known vault, DocumentId document, OutputStream out) {
    try (var in = content(vault, document)) {
      in.transferTo(out);
      out.flush();
    } catch (IOException e) {
      throw Stop.refused("The document cannot be written: " + e.getMessage());
    }
  }

  private InputStream content(Vaults.Known vault, DocumentId document) {
    return new BufferedInputStream(
        client.api().download("vaults/" + vault.id() + "/documents/" + document + "/content"),
        1 << 16);
  }

  private static DocumentMetadata metadata(Accounts.Unlocked owner, byte[] file) {
    try (var plain =
        AgeFile.decrypt(file, owner.bundle().identities(), DocumentMetadata.MAX_BYTES)
            .orThrow("The metadata of a document")) {
      return plain.expose(DocumentMetadata::of);
    }
  }

  static Signed signed(Json tree) {
    try {
      return Signed.of(tree.members());
    } catch (IllegalArgumentException e) {
      throw Stop.refused(
          "The server sent a signed document that cannot be read: " + e.getMessage());
    }
  }

  /** Counts and hashes the ciphertext as it passes. */
  private static final class Measured extends FilterInputStream {
    private final Digest digest = Digest.running();
    private final long total;
    private final Client.Progress progress;
    private long size;

    Measured(InputStream in, long total, Client.Progress progress) {
      super(in);
      this.total = total;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = in.read(into, offset, length);
      if (n > 0) {
        digest.add(into, offset, n);
        size += n;
        progress.at("Downloading", size, total);
      }
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    // SequenceInputStream closes what it has read to its end; the download is closed by its owner.
    @Override
    public void close() {}

    // Decryption stops at the first fault; to name it, all of the ciphertext has to be seen.
    void drain() throws IOException {
      var buffer = new byte[1 << 16];
      int read = 0;
      while (read >= 0 && size <= total) {
        read = read(buffer, 0, buffer.length);
      }
    }
  }

  private static final class Hashed extends FilterOutputStream {
    private final Digest digest = Digest.running();
    private long size;

    Hashed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      digest.add(bytes, offset, length);
      size += length;
    }
  }
}
