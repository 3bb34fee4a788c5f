package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * The embedded default: a payload as rows of 4 MiB in the same database, transaction and backup.
 */
@ApplicationScoped
class PostgresBlobs implements BlobStore {
  private static final String PUT =
      "INSERT INTO vault_core.blob_pieces (vault_id, blob_id, number, bytes) VALUES (?, ?, ?, ?)";

  // EXTERNAL storage: a part is read without the rest of its piece.
  private static final String GET =
      """
      SELECT substring(bytes FROM ? FOR ?) AS part FROM vault_core.blob_pieces
       WHERE vault_id = ? AND blob_id = ? AND number = ?
      """;

  private static final String DELETE =
      "DELETE FROM vault_core.blob_pieces WHERE vault_id = ? AND blob_id = ?";

  private final Sql sql;

  @Inject
  PostgresBlobs(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  PostgresBlobs() {
    sql = null;
  }

  @Override
  public void put(VaultId vault, BlobId blob, int number, byte[] bytes) {
    sql.updateOne(PUT, vault.value(), blob.value(), number, bytes);
  }

  @Override
  public Optional<byte[]> get(VaultId vault, BlobId blob, int number, int from, int length) {
    return sql.find(
        GET, row -> row.bytes("part"), from + 1, length, vault.value(), blob.value(), number);
  }

  @Override
  public void delete(VaultId vault, BlobId blob) {
    sql.update(DELETE, vault.value(), blob.value());
  }
}
