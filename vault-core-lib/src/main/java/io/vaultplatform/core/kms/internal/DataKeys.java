package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.Column;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.VaultKeys;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@link VaultKeys} on the table {@code vault_keys}.
 *
 * <p>No cache: a key made in a transaction that rolls back must not seal anything afterwards, and a
 * destroyed key must be gone at once. Unsealing costs microseconds with a local key store.
 */
@Work
class DataKeys implements VaultKeys {
  private static final String FIND =
      "SELECT sealed_key FROM vault_core.vault_keys WHERE vault_id = ?";

  // Two first values at once: the second waits for the first one's commit and then uses its key.
  private static final String ADD =
      """
      INSERT INTO vault_core.vault_keys (vault_id, sealed_key, created_at)
      VALUES (?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private final Sql sql;
  private final KeyService keys;

  @Inject
  DataKeys(Sql sql, KeyService keys) {
    this.sql = sql;
    this.keys = keys;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  DataKeys() {
    sql = null;
    keys = null;
  }

  @Override
  public byte[] seal(VaultId vault, Column column, String text) {
    try (var key = find(vault).orElseGet(() -> make(vault));
        var plain = SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8))) {
      return Sealing.seal(key, plain, meaning(vault, column));
    }
  }

  @Override
  public String open(VaultId vault, Column column, byte[] sealed) {
    try (var key =
            find(vault)
                .orElseThrow(
                    () ->
                        new VaultException(
                            "vault "
                                + vault
                                + " has no data key: it was erased, or is not yours"));
        var plain =
            Sealing.open(key, sealed, meaning(vault, column))
                .orElseThrow(
                    () ->
                        new VaultException(
                            "a sealed column does not open, it was changed or moved: "
                                + column
                                + " of vault "
                                + vault))) {
      return plain.expose(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private SecretBytes make(VaultId vault) {
    try (var fresh = Sealing.newKey()) {
      sql.update(ADD, vault.value(), keys.seal(KeyRef.DATA, fresh, context(vault)));
    }
    return find(vault)
        .orElseThrow(
            () -> new VaultException("the data key of vault " + vault + " could not be made"));
  }

  private Optional<SecretBytes> find(VaultId vault) {
    return sql.find(FIND, row -> row.bytes("sealed_key"), vault.value())
        .map(envelope -> keys.unseal(KeyRef.DATA, envelope, context(vault)));
  }

  private static KeyContext context(VaultId vault) {
    return KeyContext.of("vault-data-key").and("vault", vault);
  }

  static Sealing.Meaning meaning(VaultId vault, Column column) {
    return Sealing.Meaning.of("vault/sealed-column/v1")
        .and(vault.value())
        .and(column.table())
        .and(column.column())
        .and(column.row());
  }
}
