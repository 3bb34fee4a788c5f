package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.Column;
import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.VaultKeys;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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

  /** Begins what is sealed under the joined key; before there was one, values begin with 1. */
  private static final byte ERASABLE = 2;

  private final Sql sql;
  private final KeyService keys;
  private final ErasureKeys erasures;

  @Inject
  DataKeys(Sql sql, KeyService keys, ErasureKeys erasures) {
    this.sql = sql;
    this.keys = keys;
    this.erasures = erasures;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  DataKeys() {
    sql = null;
    keys = null;
    erasures = null;
  }

  @Override
  public byte[] seal(VaultId vault, Column column, String text) {
    try (var ofVault = find(vault).orElseGet(() -> make(vault));
        var key =
            erasures
                .join(ofVault, things(vault, column))
                .orElseThrow(() -> new VaultException("erased for good: " + column));
        var plain = SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8))) {
      var sealed = Sealing.seal(key, plain, meaning(vault, column));
      return ByteBuffer.allocate(1 + sealed.length).put(ERASABLE).put(sealed).array();
    }
  }

  @Override
  public boolean erased(VaultId vault, Column column) {
    return things(vault, column).stream().anyMatch(erasures::erased);
  }

  @Override
  public String open(VaultId vault, Column column, byte[] sealed) {
    boolean erasable = sealed.length > 0 && sealed[0] == ERASABLE;
    try (var ofVault =
            find(vault)
                .orElseThrow(
                    () ->
                        new VaultException(
                            "vault "
                                + vault
                                + " has no data key: it was erased, or is not yours"));
        var key =
            erasable
                ? erasures
                    .join(ofVault, things(vault, column))
                    .orElseThrow(() -> new VaultException("erased for good: " + column))
                : ofVault.expose(SecretBytes::of);
        var plain =
            Sealing.open(
                    key,
                    erasable ? Arrays.copyOfRange(sealed, 1, sealed.length) : sealed,
                    meaning(vault, column))
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

  // The row's id is the person's: erasing that person closes their columns, wherever copies are.
  private static List<Thing> things(VaultId vault, Column column) {
    return List.of(Thing.vault(vault), Thing.person(vault, column.row()));
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

  @Produces
  @Dependent
  static SealedColumn sealed() {
    return SealedColumn.of(
        "vault_keys",
        "sealed_key",
        KeyRef.DATA,
        List.of("vault_id"),
        row -> KeyContext.of("vault-data-key").and("vault", row.get("vault_id")));
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
