package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.content.DocumentMetadata;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.content.Padme;
import io.vaultplatform.core.content.Plaintext;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.store.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Opens class A, on behalf of somebody who may: the only place where the server turns a document
 * into plaintext.
 *
 * <p>It takes an {@link Item.Legible}; a document of another class has no such item, and its header
 * names no identity that could be found here (INV-04).
 */
@ApplicationScoped
class ClassA {
  private final Acting acting;
  private final Documents documents;
  private final PlatformIdentities platform;
  private final Owners owners;
  private final Sending sending;

  @Inject
  ClassA(
      Acting acting,
      Documents documents,
      PlatformIdentities platform,
      Owners owners,
      Sending sending) {
    this.acting = acting;
    this.documents = documents;
    this.platform = platform;
    this.owners = owners;
    this.sending = sending;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClassA() {
    acting = null;
    documents = null;
    platform = null;
    owners = null;
    sending = null;
  }

  Outcome<Plaintext> open(AccountId owner, Item.Legible item) {
    var who = acting.who();
    return acting
        .anew(who, () -> documents.toRead(owner, item).then(stored -> sameItem(item, stored)))
        .then(
            stored -> {
              var keys = acting.anew(who, () -> owners.signingKeys(owner));
              var key = signer(stored.document(), keys);
              asSigned(stored.document(), ManifestCheck.Expected.exactly(owner, key, item));
              return metadata(who, stored.document())
                  .then(metadata -> Outcome.done(new Opened(who, stored, metadata)));
            });
  }

  private static Outcome<DocumentRows.Stored> sameItem(
      Item.Legible item, DocumentRows.Stored stored) {
    return stored.document().item().equals(item)
        ? Outcome.done(stored)
        : Outcome.refused(
            Refusal.Reason.NOT_FOUND, "document", "There is no such document of class A here.");
  }

  // Among the owner's own keys, the one that the manifest names; whether it is right is found next.
  private static VerificationKey signer(StoredDocument document, List<VerificationKey> keys) {
    return document.signed().unverifiedSigner().filter(keys::contains).orElse(keys.getFirst());
  }

  private static void asSigned(StoredDocument document, ManifestCheck.Expected expected) {
    var headers = document.headers();
    intact(ManifestCheck.signed(document.signed(), expected));
    intact(
        ManifestCheck.small(
            document.manifest(),
            headers.document(),
            headers.metadata(),
            document.metadataPayload()));
  }

  // Only the metadata say where the content ends and its padding begins. No more than that is
  // taken from them: titles and names are nothing that the server tells anybody (INV-03).
  private Outcome<DocumentMetadata> metadata(Principal who, StoredDocument document) {
    try (var identities = acting.anew(who, () -> platform.unsealed(document.item().vault()))) {
      return switch (AgeFile.decrypt(
          document.metadata(), identities.newestFirst(), DocumentMetadata.MAX_BYTES)) {
        case Opening.Opened<SecretBytes>(var plain) -> {
          try (plain) {
            yield fitting(document, plain.expose(DocumentMetadata::of));
          } catch (IllegalArgumentException e) {
            yield untold();
          }
        }
        case Opening.Unopened<SecretBytes> unopened -> untold();
      };
    }
  }

  private static Outcome<DocumentMetadata> fitting(
      StoredDocument document, DocumentMetadata metadata) {
    return metadata.padding().padded(metadata.size()) == document.manifest().plainSize()
        ? Outcome.done(metadata)
        : untold();
  }

  private static <T> Outcome<T> untold() {
    return Outcome.refused(
        Refusal.Reason.UNACCEPTABLE,
        "metadata",
        "The metadata that the owner stored do not tell how long this document is; fetch it as an"
            + " age file instead.");
  }

  /** Found to be the owner's, and decrypted as it is written. */
  private final class Opened implements Plaintext {
    private final Principal who;
    private final DocumentRows.Stored stored;
    private final DocumentMetadata metadata;

    Opened(Principal who, DocumentRows.Stored stored, DocumentMetadata metadata) {
      this.who = who;
      this.stored = stored;
      this.metadata = metadata;
    }

    @Override
    public StoredDocument document() {
      return stored.document();
    }

    @Override
    public long size() {
      return metadata.size();
    }

    @Override
    public void writeTo(OutputStream out) {
      var last = new LastByteLater(out);
      decrypt(
          switch (metadata.padding()) {
            case NONE -> last;
            case PADME -> Padme.cut(last, metadata.size());
          });
      try {
        last.release();
        last.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("the client stopped reading", e);
      }
    }

    private void decrypt(OutputStream plain) {
      var item = document().item();
      var payload = new Hashing(sending.payload(who, stored));
      var file =
          new SequenceInputStream(
              new ByteArrayInputStream(document().headers().document()), payload);
      try (var identities = acting.anew(who, () -> platform.unsealed(item.vault()))) {
        AgeFile.decrypt(file, identities.newestFirst(), plain)
            .orThrow("class A document " + item.document());
        intact(ManifestCheck.payload(document().manifest(), payload.size, payload.hash.hex()));
      }
    }
  }

  private static void intact(ManifestCheck check) {
    if (check instanceof ManifestCheck.Broken(var fault, var field, var why)) {
      throw new VaultException("a stored document is not what its owner signed: " + why);
    }
  }

  private static final class Hashing extends FilterInputStream {
    private final Digest hash = Digest.running();
    private long size;

    Hashing(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      int read = super.read(to, offset, count);
      if (read > 0) {
        hash.add(to, offset, read);
        size += read;
      }
      return read;
    }
  }
}
