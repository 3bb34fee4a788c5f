package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * Rows of what was erased, removed in the eraser's transaction. A document that a change of class
 * refers to keeps its id and class, which is what the history of classes says of it.
 */
@ApplicationScoped
class ErasedRows {
  private static final String BLOBS =
      """
      SELECT blob_id FROM vault_core.document_versions WHERE vault_id = ? AND document_id = ?
      UNION SELECT blob_id FROM vault_core.uploads WHERE vault_id = ? AND document_id = ?
      """;

  private static final List<String> OF_A_DOCUMENT =
      List.of(
          "DELETE FROM vault_core.uploads WHERE vault_id = ? AND document_id = ?",
          "DELETE FROM vault_core.document_versions WHERE vault_id = ? AND document_id = ?",
          """
          DELETE FROM vault_core.documents d WHERE d.vault_id = ? AND d.id = ?
             AND NOT EXISTS (SELECT FROM vault_core.class_changes c
                              WHERE c.vault_id = d.vault_id AND c.document_id = d.id)
          """);

  private static final String UPLOADS =
      "SELECT document_id FROM vault_core.uploads WHERE vault_id = ?";

  private static final List<String> OF_A_VAULT =
      List.of(
          "DELETE FROM vault_core.vault_keys WHERE vault_id = ?",
          "DELETE FROM vault_core.platform_identities WHERE vault_id = ?");

  private final Sql sql;
  private final BlobStore blobs;

  @Inject
  ErasedRows(Sql sql, BlobStore blobs) {
    this.sql = sql;
    this.blobs = blobs;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ErasedRows() {
    sql = null;
    blobs = null;
  }

  /** Whether there was anything of it. */
  boolean remove(VaultId vault, UUID document) {
    var of =
        sql.list(
            BLOBS,
            row -> new BlobId(row.uuid("blob_id")),
            vault.value(),
            document,
            vault.value(),
            document);
    int removed = 0;
    for (var statement : OF_A_DOCUMENT) {
      removed += sql.update(statement, vault.value(), document);
    }
    of.forEach(blob -> blobs.delete(vault, blob));
    return removed > 0;
  }

  /** Uploads under way, the data key and the platform identities of a vault. */
  void removeKeys(VaultId vault) {
    sql.list(UPLOADS, row -> row.uuid("document_id"), vault.value())
        .forEach(document -> remove(vault, document));
    OF_A_VAULT.forEach(statement -> sql.update(statement, vault.value()));
  }
}
