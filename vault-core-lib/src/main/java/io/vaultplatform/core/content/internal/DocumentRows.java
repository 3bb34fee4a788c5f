package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Offer;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Documents and their versions. A row is added or gets new headers; the versions of a document that
 * was succeeded go, and nothing else ever changes.
 */
@Work
class DocumentRows {
  private static final String LATEST =
      """
      SELECT v.manifest, v.header, v.metadata_header, v.metadata_payload, v.blob_id, v.stored_at, v.log_sequence
        FROM vault_core.documents d
        JOIN vault_core.document_versions v
          ON v.vault_id = d.vault_id AND v.document_id = d.id AND v.version = d.latest_version
      """;

  private static final String FIND = LATEST + " WHERE d.vault_id = ? AND d.id = ?";

  private static final String LOCK = FIND + " FOR NO KEY UPDATE OF v";

  private static final String LIST =
      LATEST + " WHERE d.vault_id = ? AND (?::uuid IS NULL OR d.id > ?) ORDER BY d.id LIMIT ?";

  private static final String VERSION =
      """
      SELECT v.manifest, v.header, v.metadata_header, v.metadata_payload, v.blob_id, v.stored_at, v.log_sequence
        FROM vault_core.document_versions v
       WHERE v.vault_id = ? AND v.document_id = ? AND v.version = ? AND v.class = ?
      """;

  private static final String ADD_DOCUMENT =
      """
      INSERT INTO vault_core.documents (vault_id, id, class, latest_version, created_at, created_entry)
      VALUES (?, ?, ?, 1, clock_timestamp(), ?)
      """;

  private static final String NEXT_VERSION =
      """
      UPDATE vault_core.documents SET latest_version = ?
       WHERE vault_id = ? AND id = ? AND latest_version = ?
      """;

  private static final String ADD_VERSION =
      """
      INSERT INTO vault_core.document_versions
        (vault_id, document_id, version, class, manifest, header, metadata_header, metadata_payload,
         epoch, blob_id, payload_size, log_sequence, stored_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
      """;

  // The first one counts: what it was stored as then decides, however often it comes.
  private static final String ADD_PAYLOADS =
      """
      INSERT INTO vault_core.payload_classes (vault_id, payload_sha256, class)
      VALUES (?, ?, ?), (?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private static final String THERE =
      "SELECT id FROM vault_core.documents WHERE vault_id = ? AND id = ?";

  private static final String BLOBS =
      """
      SELECT blob_id FROM vault_core.document_versions WHERE vault_id = ? AND document_id = ? ORDER BY version
      """;

  private static final String ERASE =
      "DELETE FROM vault_core.document_versions WHERE vault_id = ? AND document_id = ?";

  private static final String REWRAP =
      """
      UPDATE vault_core.document_versions
         SET manifest = ?, header = ?, metadata_header = ?, epoch = ?
       WHERE vault_id = ? AND document_id = ? AND version = ?
      """;

  // One offer or completion of a vault at a time: the quota and the next version are counted under
  // this lock.
  // NO KEY UPDATE, because rows that refer to the vault may meanwhile be added.
  private static final String LOCK_VAULT =
      "SELECT id FROM vault_core.vaults WHERE id = ? FOR NO KEY UPDATE";

  private static final String USED =
      """
      SELECT ((SELECT coalesce(sum(payload_size), 0) FROM vault_core.document_versions WHERE vault_id = ?)
           + (SELECT coalesce(sum(payload_size), 0) FROM vault_core.uploads WHERE vault_id = ? AND document_id <> ?)
             )::bigint AS used
      """;

  private final Sql sql;
  private final SealedHeaders headers;

  @Inject
  DocumentRows(Sql sql, SealedHeaders headers) {
    this.sql = sql;
    this.headers = headers;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  DocumentRows() {
    sql = null;
    headers = null;
  }

  /** A stored version, where its payload lies, and the log entry that says it was stored. */
  record Stored(StoredDocument document, BlobId blob, long logSequence) {}

  Optional<Stored> latest(VaultId vault, DocumentId document) {
    return sql.find(FIND, this::stored, vault.value(), document.value()).flatMap(found -> found);
  }

  /** The same, its version locked until the transaction ends. */
  Optional<Stored> lockLatest(VaultId vault, DocumentId document) {
    return sql.find(LOCK, this::stored, vault.value(), document.value()).flatMap(found -> found);
  }

  Optional<Stored> version(Item item) {
    return sql.find(
            VERSION,
            this::stored,
            item.vault().value(),
            item.document().value(),
            item.version(),
            item.encryptionClass().name())
        .flatMap(found -> found);
  }

  List<StoredDocument> list(VaultId vault, Optional<DocumentId> after, int limit) {
    var cursor = after.map(DocumentId::value);
    return sql.list(LIST, this::stored, vault.value(), cursor, cursor, limit).stream()
        .flatMap(Optional::stream)
        .map(Stored::document)
        .toList();
  }

  /** Whether a document of this id, or the whole vault, was destroyed for good. */
  boolean erased(VaultId vault, DocumentId document) {
    return headers.erased(vault, document);
  }

  void lockVault(VaultId vault) {
    sql.one(LOCK_VAULT, row -> row.uuid("id"), vault.value());
  }

  /** Payload bytes stored and announced in the vault, without the upload of this document. */
  long bytesUsed(VaultId vault, DocumentId except) {
    return sql.one(USED, row -> row.number("used"), vault.value(), vault.value(), except.value());
  }

  void add(StoredDocument document, BlobId blob, long logSequence) {
    var manifest = document.manifest();
    var vault = manifest.vault().value();
    var id = manifest.document().value();
    var type = manifest.encryptionClass().name();
    if (manifest.version() == 1) {
      sql.updateOne(ADD_DOCUMENT, vault, id, type, logSequence);
    } else {
      sql.updateOne(NEXT_VERSION, manifest.version(), vault, id, manifest.version() - 1);
    }
    sql.updateOne(
        ADD_VERSION,
        vault,
        id,
        manifest.version(),
        type,
        document.signed().bytes(),
        headers.sealed(document.item(), document.headers().document()),
        headers.sealed(document.item(), document.headers().metadata()),
        document.metadataPayload(),
        manifest.epoch(),
        blob.value(),
        manifest.payloadSize(),
        logSequence);
    sql.update(
        ADD_PAYLOADS,
        vault,
        manifest.payloadSha256(),
        type,
        vault,
        manifest.metadataPayloadSha256(),
        type);
  }

  /** Whether there is a document of that id, also one that was erased. */
  boolean isThere(VaultId vault, DocumentId document) {
    return sql.find(THERE, row -> row.uuid("id"), vault.value(), document.value()).isPresent();
  }

  /** Where the payloads of all its versions lie. */
  List<BlobId> blobs(VaultId vault, DocumentId document) {
    return sql.list(BLOBS, row -> new BlobId(row.uuid("blob_id")), vault.value(), document.value());
  }

  /** Erases every version of a document that was succeeded; its id and class stay. */
  void erase(VaultId vault, DocumentId document) {
    sql.update(ERASE, vault.value(), document.value());
  }

  /** New headers for the version locked before. */
  void rewrap(Offer offer, int epoch) {
    var item = offer.item();
    sql.updateOne(
        REWRAP,
        offer.manifest().bytes(),
        headers.sealed(item, offer.header().bytes()),
        headers.sealed(item, offer.metadataHeader().bytes()),
        epoch,
        item.vault().value(),
        item.document().value(),
        item.version());
  }

  // A row of what was erased comes back with an old copy of the database; for everybody it is not
  // there.
  private Optional<Stored> stored(Row row) {
    var manifest = Signed.parse(row.bytes("manifest"));
    return headers
        .opened(manifest, row)
        .map(
            opened ->
                new Stored(
                    new StoredDocument(
                        manifest, opened, row.bytes("metadata_payload"), row.instant("stored_at")),
                    new BlobId(row.uuid("blob_id")),
                    row.number("log_sequence")));
  }
}
