package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.NOT_FOUND;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.AccessChange;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.Offer;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.Upload;
import io.vaultplatform.core.content.UploadRule;
import io.vaultplatform.core.content.UploadRule.Situation;
import io.vaultplatform.core.content.UploadRule.Verdict;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * The life of an upload, one transaction per step: offered, a piece kept, complete or discarded.
 *
 * <p>What was decided at the offer is decided again when the last byte is there: in between another
 * version may have come, the vault may have been armed anew, or its platform identity replaced.
 */
@Work
class Uploads {
  private static final Refusal NO_UPLOAD =
      Refusal.of(NOT_FOUND, "version", "There is no upload of that version: offer it first.");

  private final UploadRows uploads;
  private final DocumentRows documents;
  private final BlobStore blobs;
  private final PlatformIdentities platform;
  private final Owners owners;
  private final Arming arming;
  private final Succession succession;
  private final ContentLog log;
  private final Sql sql;
  private final ContentSettings settings;

  @Inject
  Uploads(
      UploadRows uploads,
      DocumentRows documents,
      BlobStore blobs,
      PlatformIdentities platform,
      Owners owners,
      Arming arming,
      Succession succession,
      ContentLog log,
      Sql sql,
      ContentSettings settings) {
    this.uploads = uploads;
    this.documents = documents;
    this.blobs = blobs;
    this.platform = platform;
    this.owners = owners;
    this.arming = arming;
    this.succession = succession;
    this.log = log;
    this.sql = sql;
    this.settings = settings;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Uploads() {
    uploads = null;
    documents = null;
    blobs = null;
    platform = null;
    owners = null;
    arming = null;
    succession = null;
    log = null;
    sql = null;
    settings = null;
  }

  Outcome<Upload> offer(
      AccountId owner,
      Item item,
      byte[] header,
      byte[] metadata,
      Signed manifest,
      Optional<Signed> releaseList) {
    documents.lockVault(item.vault());
    if (documents.erased(item.vault(), item.document())) {
      var refusal = Refusal.of(CONFLICT, "A document of this id was destroyed; choose another id.");
      log.refused(item, refusal);
      return new Outcome.Refused<>(refusal);
    }
    return switch (Offer.read(item, header, metadata, manifest, settings.limits())) {
      case Outcome.Refused<Offer>(var refusal) -> {
        log.refused(item, refusal);
        yield new Outcome.Refused<>(refusal);
      }
      case Outcome.Done<Offer>(var offer) -> {
        yield decided(owner, offer.with(releaseList), uploads.lock(item.vault(), item.document()));
      }
    };
  }

  private Outcome<Upload> decided(AccountId owner, Offer offer, Optional<Transfer> before) {
    return switch (decide(owner, offer)) {
      case Verdict.Refused(var refusal) -> {
        log.refused(offer.item(), refusal);
        yield new Outcome.Refused<>(refusal);
      }
      case Verdict.Unlisted(var refusal) -> {
        log.refused(offer.item(), refusal);
        yield new Outcome.Refused<>(refusal);
      }
      case Verdict.Violation(var refusal) -> {
        log.violation(offer.item(), refusal);
        yield new Outcome.Refused<>(refusal);
      }
      case Verdict.Accepted(var accepted) -> {
        // The same version under another list goes on where it was: a list that was overtaken costs
        // the client a signature, and no byte of payload.
        var same = before.filter(transfer -> isSame(transfer, offer));
        if (same.isPresent()) {
          uploads.list(same.get(), offer.releaseList());
          yield Outcome.done(new Upload.Waiting(same.get().received(), same.get().size()));
        }
        before.ifPresent(this::remove);
        uploads.add(offer, accepted.payloadSize(), new BlobId(Randomness.uuidV7(sql.now())));
        yield Outcome.done(new Upload.Waiting(0, accepted.payloadSize()));
      }
    };
  }

  /** The upload of that version, or the version itself when it is complete. */
  Outcome<Upload> status(VaultId vault, DocumentId document, int version) {
    var transfer = transfer(vault, document, version);
    if (transfer.isPresent()) {
      return Outcome.done(new Upload.Waiting(transfer.get().received(), transfer.get().size()));
    }
    return documents
        .latest(vault, document)
        .map(latest -> latest.document().item().encryptionClass())
        .flatMap(type -> documents.version(Item.of(type, vault, document, version)))
        .map(stored -> Outcome.<Upload>done(again(vault, stored)))
        .orElseGet(Uploads::unknown);
  }

  /** The upload to go on with from {@code offset}. */
  Outcome<Transfer> at(VaultId vault, DocumentId document, int version, long offset) {
    return transfer(vault, document, version)
        .map(
            transfer ->
                transfer.received() == offset
                    ? Outcome.done(transfer)
                    : Uploads.<Transfer>elsewhere(transfer.received()))
        .orElseGet(Uploads::unknown);
  }

  /** Keeps the next piece. */
  Outcome<Transfer> keep(Transfer transfer, byte[] piece) {
    if (piece.length != transfer.nextLength()) {
      throw new IllegalStateException("pieces are whole, or the last one");
    }
    if (!uploads.advance(transfer, piece.length)) {
      return uploads
          .find(vaultOf(transfer), transfer.becoming().item().document())
          .map(now -> Uploads.<Transfer>elsewhere(now.received()))
          .orElseGet(Uploads::unknown);
    }
    blobs.put(vaultOf(transfer), transfer.blob(), transfer.nextPiece(), piece);
    return Outcome.done(transfer.plus(piece.length));
  }

  /** What the last byte led to. */
  sealed interface Ending {
    /** The version exists, and is on the release list if there is one. */
    record Made(Upload.Complete version) implements Ending {}

    /** Not yet: the upload stays, whole as it is. */
    record Kept(Refusal why) implements Ending {}

    /** Never: the upload is of no use any more. */
    record Spoilt(Refusal why) implements Ending {}
  }

  /** Makes a version of an upload whose payload is whole and right, or says why not. */
  Ending complete(AccountId owner, Transfer transfer) {
    var becoming = transfer.becoming();
    var item = becoming.item();
    documents.lockVault(item.vault());
    var now = uploads.lock(item.vault(), item.document());
    if (now.isEmpty() || !now.get().blob().equals(transfer.blob())) {
      // Two requests may have brought the last byte: the second one gets what the first one made.
      return documents
          .version(item)
          .filter(stored -> stored.blob().equals(transfer.blob()))
          .<Ending>map(stored -> new Ending.Made(again(item.vault(), stored)))
          .orElseGet(() -> new Ending.Kept(NO_UPLOAD));
    }
    // The list as it is now: it may have been exchanged while the last bytes were on their way.
    return switch (offerOf(becoming)) {
      case Outcome.Refused<Offer>(var refusal) -> new Ending.Spoilt(refusal);
      case Outcome.Done<Offer>(var offer) ->
          ended(decide(owner, offer.with(now.get().releaseList())), now.get());
    };
  }

  private Ending ended(Verdict verdict, Transfer transfer) {
    return switch (verdict) {
      case Verdict.Refused(var refusal) -> new Ending.Spoilt(refusal);
      case Verdict.Violation(var refusal) -> new Ending.Spoilt(refusal);
      case Verdict.Unlisted(var refusal) -> new Ending.Kept(refusal);
      // The list first: it locks the trigger's row, and the log's head is locked last.
      case Verdict.Accepted(var manifest) ->
          joining(manifest, transfer.becoming().signed(), transfer.releaseList())
              .flatMap(arming::take)
              .<Ending>map(Ending.Kept::new)
              .orElseGet(() -> new Ending.Made(store(transfer)));
    };
  }

  private static Optional<Joining> joining(
      Manifest manifest, Signed signed, Optional<Signed> releaseList) {
    return releaseList.map(list -> new Joining(manifest, signed.bodyHash(), list));
  }

  private Upload.Complete store(Transfer transfer) {
    var document = transfer.becoming();
    var before = documents.latest(vaultOf(transfer), document.item().document());
    var entry = log.stored(document);
    documents.add(document, transfer.blob(), entry.sequence());
    uploads.remove(transfer);
    succession.follow(document.manifest());
    return new Upload.Complete(
        document,
        log.receipt(entry),
        before.map(stored -> AccessChange.ofPayload(stored.document(), document)));
  }

  /** Throws an upload away because of its payload, and enters why. */
  void discard(Transfer transfer, Refusal why) {
    if (remove(transfer)) {
      log.discarded(transfer.becoming().item(), why);
    }
  }

  private Verdict decide(AccountId owner, Offer offer) {
    var verdict = succession.place(offer.item()).orElseGet(() -> rule(owner, offer));
    if (verdict instanceof Verdict.Accepted(var manifest)) {
      verdict = succession.payload(manifest).orElse(verdict);
    }
    return verdict instanceof Verdict.Accepted(var manifest)
        ? joining(manifest, offer.manifest(), offer.releaseList())
            .flatMap(arming::judge)
            .<Verdict>map(Verdict.Unlisted::new)
            .orElse(new Verdict.Accepted(manifest))
        : verdict;
  }

  private Verdict rule(AccountId owner, Offer offer) {
    var item = offer.item();
    try (var identities = platform.unsealed(item.vault())) {
      return UploadRule.decide(
          offer,
          new Situation(
              owner,
              owners.signingKey(owner),
              identities.suite(),
              identities.newestFirst(),
              documents
                  .latest(item.vault(), item.document())
                  .map(stored -> stored.document().item()),
              arming.of(item.vault()),
              settings.limits(),
              documents.bytesUsed(item.vault(), item.document())));
    }
  }

  private Outcome<Offer> offerOf(StoredDocument becoming) {
    return Offer.read(
        becoming.item(),
        becoming.headers().document(),
        becoming.metadata(),
        becoming.signed(),
        settings.limits());
  }

  // Only while it is an upload: another request may have made it a document meanwhile, whose
  // payload these bytes are.
  private boolean remove(Transfer transfer) {
    boolean there = uploads.remove(transfer);
    if (there) {
      blobs.delete(vaultOf(transfer), transfer.blob());
    }
    return there;
  }

  private Upload.Complete again(VaultId vault, DocumentRows.Stored stored) {
    var receipt =
        log.receipt(vault, stored.logSequence())
            .orElseThrow(
                () ->
                    new VaultException(
                        "the entry of a stored document is gone from the log of vault " + vault));
    return new Upload.Complete(stored.document(), receipt, Optional.empty());
  }

  private Optional<Transfer> transfer(VaultId vault, DocumentId document, int version) {
    return uploads
        .find(vault, document)
        .filter(transfer -> transfer.becoming().item().version() == version);
  }

  private static boolean isSame(Transfer before, Offer offer) {
    var becoming = before.becoming();
    return becoming.signed().equals(offer.manifest())
        && java.util.Arrays.equals(becoming.headers().document(), offer.header().bytes())
        && java.util.Arrays.equals(becoming.headers().metadata(), offer.metadataHeader().bytes());
  }

  private static VaultId vaultOf(Transfer transfer) {
    return transfer.becoming().item().vault();
  }

  private static <T> Outcome<T> unknown() {
    return Outcome.refused(NO_UPLOAD);
  }

  private static <T> Outcome<T> elsewhere(long offset) {
    return Outcome.refused(
        CONFLICT, "Upload-Offset", "The upload goes on at offset " + offset + ".");
  }
}
