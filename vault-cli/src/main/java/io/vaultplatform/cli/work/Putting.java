package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Padme;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Entrusted;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Storing a document: padded, encrypted and signed here, once, into a file; then sent.
 *
 * <p>The server gets a header, a payload, encrypted metadata and a signed manifest. File name,
 * title, media type and true size stay inside the metadata.
 */
public final class Putting {
  // Whoever is overtaken this often has a server that plays with them.
  private static final int RENEWALS = 5;

  private final Client client;

  public Putting(Client client) {
    this.client = client;
  }

  /**
   * What is to be stored.
   *
   * @param others people who may read it too: class C only
   * @param document an existing document that gets a new version; empty for a new one
   */
  public record Wish(
      Source source,
      String title,
      String mediaType,
      EncryptionClass encryptionClass,
      Set<RecipientKeys> others,
      Optional<Previous> document) {

    /** As above, from a file. */
    public Wish(
        Path file,
        String title,
        String mediaType,
        EncryptionClass encryptionClass,
        Set<RecipientKeys> others,
        Optional<Previous> document) {
      this(Source.of(file), title, mediaType, encryptionClass, others, document);
    }
  }

  /** The version before. */
  public record Previous(DocumentId id, int version) {}

  /**
   * What was stored.
   *
   * @param change what a new version did to who can read the document, in the server's words
   */
  public record Stored(DocumentId document, int version, Path receipt, Optional<String> change) {}

  public Stored put(Accounts.Unlocked owner, Vaults.Known vault, Wish wish) {
    requireDrilled(owner, wish.encryptionClass());
    var id =
        wish.document()
            .map(Previous::id)
            .orElseGet(() -> new DocumentId(Randomness.uuidV7(Instant.now())));
    int version = wish.document().map(p -> p.version() + 1).orElse(1);
    var folder = PrivateFiles.folder(client.home().uploads().resolve(id + "-" + version));
    var running = running(owner, vault, wish.encryptionClass());
    var recipients = recipients(owner, vault, wish);
    var escrow = escrow(running, wish.encryptionClass());
    escrow.ifPresent(e -> recipients.addAll(e.keys(id)));
    var upload =
        made(owner, vault, wish, id, version, folder, recipients, escrow.map(e -> e.names(id)));
    return finish(
        running.isPresent() ? upToDate(upload, owner, vault, running) : upload, () -> owner);
  }

  // Class B comes back after a release, class A from the platform. Class C is lost with the keys,
  // so
  // a way back to them is practised before the first document depends on it.
  private static void requireDrilled(Accounts.Unlocked owner, EncryptionClass type) {
    if (type == EncryptionClass.C && owner.drilledAt().isEmpty()) {
      throw Stop.refused(
          "Class C is lost for ever, for everybody, when your keys are: so practise a recovery"
              + " before the first document of class C. Make a kit with \"vault recovery kit -o"
              + " FILE\", print it, then \"vault recovery drill --kit FILE\".");
    }
  }

  /**
   * Continues one upload. When its vault was armed, disarmed or given another release list since,
   * the small parts are made anew; the payload stays as it is, byte for byte.
   *
   * @param owner is asked for only then
   */
  public Stored finish(Uploading upload, Supplier<Accounts.Unlocked> owner) {
    var now = upload;
    for (int renewals = 0; ; renewals++) {
      try {
        return sent(now);
      } catch (Stop e) {
        if (renewals == RENEWALS || !isOutdated(e)) {
          throw e;
        }
        var vault = new Vaults(client).find(now.vault());
        var type = now.entrusted(owner.get()).manifest().encryptionClass();
        now = upToDate(now, owner.get(), vault, running(owner.get(), vault, type));
      }
    }
  }

  private Stored sent(Uploading upload) {
    var answer = upload.send(client.api(), client.progress());
    var receipt = client.keepReceipt(answer, new VaultId(UUID.fromString(upload.vault())));
    new SeenDocuments(client.home().pins())
        .remember(Manifest.of(upload.manifest().unverifiedBody()));
    upload.forget();
    return new Stored(
        new DocumentId(UUID.fromString(upload.document())),
        (int) upload.version(),
        receipt,
        answer.has("change")
            ? Optional.of(answer.object("change").text("sentence"))
            : Optional.empty());
  }

  private static boolean isOutdated(Stop refusal) {
    var field = refusal.field() == null ? "" : refusal.field();
    return field.matches("releaseList(\\..*)?|manifest\\.(epoch|escrow|signatures)");
  }

  private Optional<Epochs.Running> running(
      Accounts.Unlocked owner, Vaults.Known vault, EncryptionClass type) {
    return type == EncryptionClass.A ? Optional.empty() : new Epochs(client).running(owner, vault);
  }

  private static Optional<Epochs.Running> escrow(
      Optional<Epochs.Running> running, EncryptionClass type) {
    return running.filter(r -> type == EncryptionClass.B);
  }

  /** The upload as the vault is armed now: headers and manifest for its epoch, and its list. */
  private Uploading upToDate(
      Uploading upload,
      Accounts.Unlocked owner,
      Vaults.Known vault,
      Optional<Epochs.Running> running) {
    var kept = upload.entrusted(owner);
    var small =
        new Small(Bytes.of(kept.header().bytes()), Bytes.of(kept.metadata()), kept.signed());
    var escrow = escrow(running, kept.manifest().encryptionClass());
    if (!kept.manifest().escrow().equals(escrow.map(e -> e.names(kept.manifest().document())))) {
      small = rewrapped(kept, owner, escrow);
    }
    var manifest = small.manifest();
    var request = request(kept.manifest(), small);
    running.ifPresent(
        epoch ->
            request.put(
                "releaseList",
                new Epochs(client).next(owner, vault, epoch.policy(), manifest).toTree()));
    return upload.asking(request);
  }

  /** What goes before the payload. */
  private record Small(Bytes header, Bytes metadata, Signed manifest) {}

  private static Small rewrapped(
      Entrusted kept, Accounts.Unlocked owner, Optional<Epochs.Running> escrow) {
    var keys = new HashSet<AgeRecipient>();
    var own = owner.identity(kept.header().suite());
    keys.add(own.recipient());
    var id = kept.manifest().document();
    escrow.ifPresent(e -> keys.addAll(e.keys(id)));
    var made =
        Rewrapping.of(
            kept,
            owner,
            escrow.map(e -> e.names(id)),
            header -> header.rewrap(own, keys).orThrow("the kept header"));
    return new Small(made.header(), made.metadata(), made.manifest());
  }

  private static Map<String, Object> request(Manifest manifest, Small small) {
    var request = new LinkedHashMap<String, Object>();
    request.put("document", manifest.document().toString());
    request.put("version", manifest.version());
    request.put("class", manifest.encryptionClass().name());
    request.put("header", Base64Url.encode(small.header().toArray()));
    request.put("metadata", Base64Url.encode(small.metadata().toArray()));
    request.put("manifest", small.manifest().toTree());
    return request;
  }

  private static Set<AgeRecipient> recipients(
      Accounts.Unlocked owner, Vaults.Known vault, Wish wish) {
    var recipients = new HashSet<AgeRecipient>();
    recipients.add(owner.identity(Optional.of(vault.suite())).recipient());
    switch (wish.encryptionClass()) {
      case A -> recipients.add(vault.platformRecipient());
      case B -> {}
      case C ->
          wish.others()
              .forEach(keys -> recipients.add(Switch.key(vault, "one of the readers (-r)", keys)));
    }
    if (!wish.others().isEmpty() && wish.encryptionClass() != EncryptionClass.C) {
      throw Stop.usage(
          "Further readers (-r) are for class C; class B readers come with \"vault arm\".");
    }
    return recipients;
  }

  // The lock is only held: a later run leaves alone what a living one still writes.
  @SuppressWarnings("try")
  private Uploading made(
      Accounts.Unlocked owner,
      Vaults.Known vault,
      Wish wish,
      DocumentId id,
      int version,
      Path folder,
      Set<AgeRecipient> recipients,
      Optional<Manifest.EscrowNames> escrow) {
    try {
      Files.deleteIfExists(Uploading.file(folder)); // left by a run that broke off while encrypting
      long size = wish.source().size();
      var plain = Digest.running();
      try (var source = wish.source().open();
          var file = PrivateFiles.create(Uploading.file(folder));
          var payload = new Hashing(Channels.newOutputStream(file));
          var lock = file.lock()) {
        var watched = new Reading(source, plain, size, client.progress());
        var header = AgeFile.encrypt(Padme.pad(watched, size), recipients, payload);
        file.force(true);
        var metadata = metadata(wish, size, plain.hex(), recipients);
        var metadataHeader =
            AgeHeader.read(metadata, AgeLimits.DEFAULT).orThrow("metadata just made");
        var manifest =
            new Manifest(
                owner.id(),
                vault.id(),
                id,
                version,
                wish.encryptionClass(),
                escrow,
                payload.hashBehind(header.length()),
                payload.size() - header.length(),
                Padme.padded(size),
                Digest.sha256Hex(
                    Arrays.copyOfRange(metadata, metadataHeader.length(), metadata.length)),
                wish.encryptionClass() == EncryptionClass.A
                    ? Optional.empty()
                    : Optional.of(
                        new Manifest.HeaderHashes(
                            Digest.sha256Hex(header.bytes()),
                            Digest.sha256Hex(metadataHeader.bytes()))));
        var signed = manifest.sign(owner.keys().signing());
        return Uploading.keep(
            folder,
            Map.of(
                "vault", vault.id().toString(),
                "document", id.toString(),
                "version", version,
                "headerLength", header.length(),
                "request",
                    request(
                        manifest,
                        new Small(Bytes.of(header.bytes()), Bytes.of(metadata), signed))));
      }
    } catch (IOException e) {
      throw Stop.refused("The " + wish.source() + " cannot be read: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw Stop.refused("The " + wish.source() + " cannot be encrypted: " + e.getMessage());
    }
  }

  private static byte[] metadata(
      Wish wish, long size, String sha256, Set<AgeRecipient> recipients) {
    var metadata =
        new DocumentMetadata(
            wish.title(),
            wish.source().name(),
            wish.mediaType(),
            size,
            sha256,
            DocumentMetadata.Padding.PADME);
    return AgeFile.encrypt(metadata.bytes(), recipients);
  }

  /** Counts, and hashes everything behind the header, whose length is known once it was written. */
  private static final class Hashing extends FilterOutputStream {
    private final Digest digest = Digest.running();
    private long size;
    private boolean headerWritten;
    private int headerLength;

    Hashing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    // The header arrives in one piece before anything else: AgeFile writes it so.
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      if (headerWritten) {
        digest.add(bytes, offset, length);
      } else {
        headerWritten = true;
        headerLength = length;
      }
      size += length;
    }

    String hashBehind(int header) {
      if (header != headerLength) {
        throw new IllegalStateException("the header was not written in one piece");
      }
      return digest.hex();
    }

    long size() {
      return size;
    }
  }

  private static final class Reading extends InputStream {
    private final InputStream in;
    private final Digest digest;
    private final long total;
    private final Client.Progress progress;
    private long done;

    Reading(InputStream in, Digest digest, long total, Client.Progress progress) {
      this.in = in;
      this.digest = digest;
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
        done += n;
        progress.at("Encrypting", done, total);
      }
      return n;
    }
  }
}
