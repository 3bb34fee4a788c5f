package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.SuccessionRule;
import io.vaultplatform.core.content.UploadRule.Verdict;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Carries an order out: the successor takes the place, and the document before it is erased, in the
 * transaction of the successor's last byte.
 *
 * <p>Erased are headers, metadata and payloads of every version, and an upload that was under way.
 * What stays is the document's id with its class, the order, and the log. Left behind, it would
 * keep the old promise in force: who could read it could go on reading it.
 */
@Work
class Succession {
  private final ClassRows rows;
  private final DocumentRows documents;
  private final UploadRows uploads;
  private final BlobStore blobs;
  private final Arming arming;
  private final Grants grants;
  private final ContentLog log;
  private final Sql sql;

  @Inject
  Succession(
      ClassRows rows,
      DocumentRows documents,
      UploadRows uploads,
      BlobStore blobs,
      Arming arming,
      Grants grants,
      ContentLog log,
      Sql sql) {
    this.rows = rows;
    this.documents = documents;
    this.uploads = uploads;
    this.blobs = blobs;
    this.arming = arming;
    this.grants = grants;
    this.log = log;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Succession() {
    rows = null;
    documents = null;
    uploads = null;
    blobs = null;
    arming = null;
    grants = null;
    log = null;
    sql = null;
  }

  /** Why nothing may be stored there, if so; the order is locked from here on. */
  Optional<Verdict> place(Item offered) {
    var order = rows.lock(offered.vault(), offered.document());
    return SuccessionRule.place(
        offered,
        new SuccessionRule.Situation(
            order,
            rows.successor(offered.vault(), offered.document()),
            order.filter(ClassMove::isOpen).flatMap(this::pinned),
            sql.now()));
  }

  private Optional<Refusal> pinned(ClassMove move) {
    return arming.pinned(move.order().vault(), move.order().document()).map(ClassDesk::pinned);
  }

  /** Why the payload is not taken under this class, if so. */
  Optional<Verdict> payload(Manifest manifest) {
    return SuccessionRule.payload(
        manifest,
        rows.known(manifest.vault(), manifest.payloadSha256(), manifest.metadataPayloadSha256()));
  }

  /** The successor was just stored: what follows from it, if it is one. */
  void follow(Manifest successor) {
    rows.find(successor.vault(), successor.document())
        .filter(ClassMove::isOpen)
        .ifPresent(this::carryOut);
  }

  private void carryOut(ClassMove move) {
    var order = move.order();
    var versions = documents.blobs(order.vault(), order.document());
    var entry = log.classChanged(order, move.signed().bodyHash(), versions.size());
    rows.made(order, sql.now(), entry.sequence());
    grants.erased(order.vault(), order.document().value());
    documents.erase(order.vault(), order.document());
    versions.forEach(blob -> blobs.delete(order.vault(), blob));
    discard(order.vault(), order.document());
  }

  private void discard(VaultId vault, DocumentId document) {
    var underWay = uploads.lock(vault, document);
    if (underWay.isPresent() && uploads.remove(underWay.get())) {
      blobs.delete(vault, underWay.get().blob());
    }
  }
}
