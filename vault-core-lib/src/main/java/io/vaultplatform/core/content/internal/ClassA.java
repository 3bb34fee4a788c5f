package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;

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

  Outcome<Long> open(AccountId owner, Item.Legible item, OutputStream plain) {
    var who = acting.who();
    return acting
        .anew(who, () -> documents.toRead(owner, item).then(stored -> sameItem(item, stored)))
        .then(
            stored -> {
              var key = acting.anew(who, () -> owners.signingKey(owner));
              intact(
                  ManifestCheck.signed(
                      stored.document().signed(),
                      ManifestCheck.Expected.exactly(owner, key, item)));
              return Outcome.done(decrypt(item, stored, plain));
            });
  }

  private static Outcome<DocumentRows.Stored> sameItem(
      Item.Legible item, DocumentRows.Stored stored) {
    return stored.document().item().equals(item)
        ? Outcome.done(stored)
        : Outcome.refused(
            Refusal.Reason.NOT_FOUND, "document", "There is no such document of class A here.");
  }

  private long decrypt(Item.Legible item, DocumentRows.Stored stored, OutputStream plain) {
    var document = stored.document();
    var payload = new Hashing(sending.payload(stored));
    var file =
        new SequenceInputStream(new ByteArrayInputStream(document.headers().document()), payload);
    try (var identities = acting.anew(acting.who(), () -> platform.unsealed(item.vault()))) {
      long size =
          AgeFile.decrypt(file, identities.newestFirst(), plain)
              .orThrow("class A document " + item.document());
      intact(ManifestCheck.payload(document.manifest(), payload.size, payload.hash.hex()));
      return size;
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
