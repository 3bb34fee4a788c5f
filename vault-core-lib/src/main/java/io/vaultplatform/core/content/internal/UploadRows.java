package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Offer;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Uploads under way: at most one per document. */
@Work
class UploadRows {
  private static final String COLUMNS =
      """
      SELECT manifest, header, metadata_header, metadata_payload, release_list, blob_id, received,
             touched_at
        FROM vault_core.uploads WHERE vault_id = ? AND document_id = ?
      """;

  private static final String LOCKED = COLUMNS + " FOR UPDATE";

  private static final String ADD =
      """
      INSERT INTO vault_core.uploads
        (vault_id, document_id, version, class, manifest, header, metadata_header, metadata_payload,
         release_list, blob_id, payload_size, received, touched_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, clock_timestamp())
      """;

  // The condition is the lock: of two requests at the same offset one finds no row any more.
  private static final String ADVANCE =
      """
      UPDATE vault_core.uploads SET received = received + ?, touched_at = clock_timestamp()
       WHERE vault_id = ? AND document_id = ? AND blob_id = ? AND received = ?
      """;

  private static final String LIST =
      """
      UPDATE vault_core.uploads SET release_list = ?, touched_at = clock_timestamp()
       WHERE vault_id = ? AND document_id = ? AND blob_id = ?
      """;

  private static final String REMOVE =
      "DELETE FROM vault_core.uploads WHERE vault_id = ? AND document_id = ? AND blob_id = ?";

  private static final String STALE =
      """
      SELECT u.vault_id, u.document_id, u.blob_id
        FROM vault_core.uploads u JOIN vault_core.vaults v ON v.id = u.vault_id
       WHERE v.product = ? AND u.touched_at < clock_timestamp() - make_interval(secs => ?)
       ORDER BY u.touched_at LIMIT ? FOR UPDATE OF u SKIP LOCKED
      """;

  private final Sql sql;
  private final SealedHeaders headers;

  @Inject
  UploadRows(Sql sql, SealedHeaders headers) {
    this.sql = sql;
    this.headers = headers;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  UploadRows() {
    sql = null;
    headers = null;
  }

  /** The upload of a document, of whichever version. */
  Optional<Transfer> find(VaultId vault, DocumentId document) {
    return sql.find(COLUMNS, this::transfer, vault.value(), document.value())
        .flatMap(found -> found);
  }

  /** The same, locked until the transaction ends. */
  Optional<Transfer> lock(VaultId vault, DocumentId document) {
    return sql.find(LOCKED, this::transfer, vault.value(), document.value())
        .flatMap(found -> found);
  }

  void add(Offer offer, long payloadSize, BlobId blob) {
    var item = offer.item();
    sql.updateOne(
        ADD,
        item.vault().value(),
        item.document().value(),
        item.version(),
        item.encryptionClass().name(),
        offer.manifest().bytes(),
        headers.sealed(item, offer.header().bytes()),
        headers.sealed(item, offer.metadataHeader().bytes()),
        offer.metadataPayload(),
        offer.releaseList().map(Signed::bytes),
        blob.value(),
        payloadSize);
  }

  /** The same upload under another release list. */
  void list(Transfer transfer, Optional<Signed> releaseList) {
    var item = transfer.becoming().item();
    sql.updateOne(
        LIST,
        releaseList.map(Signed::bytes),
        item.vault().value(),
        item.document().value(),
        transfer.blob().value());
  }

  /** Whether the upload stood where we believed, and now stands {@code bytes} further. */
  boolean advance(Transfer transfer, int bytes) {
    var item = transfer.becoming().item();
    return sql.update(
            ADVANCE,
            (long) bytes,
            item.vault().value(),
            item.document().value(),
            transfer.blob().value(),
            transfer.received())
        == 1;
  }

  /** Whether it was there. */
  boolean remove(Transfer transfer) {
    var item = transfer.becoming().item();
    return sql.update(
            REMOVE, item.vault().value(), item.document().value(), transfer.blob().value())
        == 1;
  }

  /** Uploads of a product that got nothing for so long, locked; for the engine. */
  List<Stale> stale(String product, Duration lifetime, int most) {
    return sql.list(
        STALE,
        row ->
            new Stale(
                new VaultId(row.uuid("vault_id")),
                new DocumentId(row.uuid("document_id")),
                new BlobId(row.uuid("blob_id"))),
        product,
        lifetime.toSeconds(),
        most);
  }

  void remove(Stale stale) {
    sql.updateOne(REMOVE, stale.vault().value(), stale.document().value(), stale.blob().value());
  }

  /** An upload that nobody continues. */
  record Stale(VaultId vault, DocumentId document, BlobId blob) {}

  private Optional<Transfer> transfer(Row row) {
    var manifest = Signed.parse(row.bytes("manifest"));
    return headers
        .opened(manifest, row)
        .map(
            opened ->
                new Transfer(
                    new StoredDocument(
                        manifest, opened, row.bytes("metadata_payload"), row.instant("touched_at")),
                    row.findBytes("release_list").map(Signed::parse),
                    new BlobId(row.uuid("blob_id")),
                    row.number("received")));
  }
}
