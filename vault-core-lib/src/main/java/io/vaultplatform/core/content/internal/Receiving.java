package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.ManifestCheck;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.internal.Uploads.Ending;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.store.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes a payload in, piece by piece: one buffer, one transaction per piece.
 *
 * <p>The last byte decides: length and SHA-256 are compared with what the owner signed. A payload
 * that came in one go was hashed on its way in; one that came in several is read back, because what
 * counts is what is stored.
 */
@ApplicationScoped
class Receiving {
  private final Acting acting;
  private final Uploads uploads;
  private final BlobStore blobs;

  @Inject
  Receiving(Acting acting, Uploads uploads, BlobStore blobs) {
    this.acting = acting;
    this.uploads = uploads;
    this.blobs = blobs;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Receiving() {
    acting = null;
    uploads = null;
    blobs = null;
  }

  Outcome<Upload> append(
      AccountId owner,
      VaultId vault,
      DocumentId document,
      int version,
      long offset,
      InputStream payload) {
    var who = acting.who();
    var begin = acting.anew(who, () -> uploads.at(vault, document, version, offset));
    if (begin instanceof Outcome.Refused<Transfer>
        && acting.anew(who, () -> uploads.status(vault, document, version))
            instanceof Outcome.Done<Upload>(Upload.Complete complete)
        && complete.offset() == offset) {
      // The answer to the last byte got lost, and the client asks for it again.
      return Outcome.done(complete);
    }
    return begin.then(
        transfer -> {
          var hash = transfer.received() == 0 ? Optional.of(Digest.running()) : noHash();
          return received(who, transfer, payload, hash)
              .then(
                  now ->
                      now.isComplete()
                          ? ended(who, owner, now, payload, hash)
                          : Outcome.done(new Upload.Waiting(now.received(), now.size())));
        });
  }

  private Outcome<Transfer> received(
      Principal who, Transfer begin, InputStream payload, Optional<Digest> hash) {
    var buffer =
        new byte
            [begin.isComplete()
                ? 0
                : Math.min(BlobStore.PIECE, (int) Math.min(Integer.MAX_VALUE, begin.size()))];
    var at = begin;
    while (!at.isComplete()) {
      int length = at.nextLength();
      if (read(payload, buffer, length) < length) {
        return Outcome.done(at); // the rest of this piece comes again with the next request
      }
      var piece = length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
      hash.ifPresent(running -> running.add(piece));
      var from = at;
      switch (acting.anew(who, () -> uploads.keep(from, piece))) {
        case Outcome.Done<Transfer>(var further) -> at = further;
        case Outcome.Refused<Transfer> refused -> {
          return refused;
        }
      }
    }
    return Outcome.done(at);
  }

  private Outcome<Upload> ended(
      Principal who,
      AccountId owner,
      Transfer transfer,
      InputStream payload,
      Optional<Digest> hash) {
    var manifest = transfer.becoming().manifest();
    // One byte beyond the end is enough.
    long size = transfer.size() + read(payload, new byte[1], 1);
    var sha256 = hash.map(Digest::hex).orElseGet(() -> readBack(who, transfer));
    var ending =
        switch (checked(manifest, size, sha256)) {
          case Outcome.Refused<Manifest>(var refusal) -> new Ending.Spoilt(refusal);
          case Outcome.Done<Manifest> good ->
              acting.anew(who, () -> uploads.complete(owner, transfer));
        };
    return switch (ending) {
      case Ending.Made(var version) -> Outcome.done(version);
      case Ending.Kept(var why) -> Outcome.refused(why);
      case Ending.Spoilt(var why) -> discarded(who, transfer, why);
    };
  }

  private Outcome<Upload> discarded(Principal who, Transfer transfer, Refusal why) {
    acting.anew(
        who,
        () -> {
          uploads.discard(transfer, why);
          return Outcome.done(why);
        });
    return Outcome.refused(
        why.reason(), why.field().orElse("payload"), why.detail() + " The upload was discarded.");
  }

  private static Outcome<Manifest> checked(Manifest manifest, long size, String sha256) {
    return ManifestCheck.payload(manifest, size, sha256).orRefuse();
  }

  private String readBack(Principal who, Transfer transfer) {
    var vault = transfer.becoming().item().vault();
    var hash = Digest.running();
    long pieces = Math.ceilDiv(transfer.size(), BlobStore.PIECE);
    for (int number = 0; number < pieces; number++) {
      int piece = number;
      var bytes =
          acting.anew(who, () -> blobs.get(vault, transfer.blob(), piece, 0, BlobStore.PIECE));
      hash.add(
          bytes.orElseThrow(
              () ->
                  new VaultException(
                      "piece " + piece + " of blob " + transfer.blob() + " is gone")));
    }
    return hash.hex();
  }

  private static int read(InputStream payload, byte[] buffer, int length) {
    try {
      return payload.readNBytes(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("the client stopped sending", e);
    }
  }

  private static Optional<Digest> noHash() {
    return Optional.empty();
  }
}
