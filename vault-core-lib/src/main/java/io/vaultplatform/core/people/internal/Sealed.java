package io.vaultplatform.core.people.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vaultplatform.core.base.AccountId;
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
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * Aliases and addresses, sealed: those of a vault's people under the vault's data key, an owner's
 * own under the key service.
 */
@ApplicationScoped
class Sealed {
  // An erased person's address is nobody's (RFC 2606).
  private static final String NOWHERE = "erased@erased.invalid";

  private final VaultKeys vaults;
  private final KeyService keys;
  private final ErasureKeys erasures;

  @Inject
  Sealed(VaultKeys vaults, KeyService keys, ErasureKeys erasures) {
    this.vaults = vaults;
    this.keys = keys;
    this.erasures = erasures;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  Sealed() {
    this(null, null, null);
  }

  byte[] alias(VaultId vault, String table, UUID row, Alias alias) {
    return vaults.seal(vault, new Column(table, "alias", row), alias.text());
  }

  Alias alias(VaultId vault, String table, UUID row, byte[] sealed) {
    return new Alias(open(vault, new Column(table, "alias", row), sealed, "erased"));
  }

  byte[] address(VaultId vault, String table, UUID row, MailAddress address) {
    return vaults.seal(vault, new Column(table, "address", row), address.text());
  }

  MailAddress address(VaultId vault, String table, UUID row, byte[] sealed) {
    return new MailAddress(open(vault, new Column(table, "address", row), sealed, NOWHERE));
  }

  // An erased person stays in the lists, under no name.
  private String open(VaultId vault, Column column, byte[] sealed, String erased) {
    return vaults.erased(vault, column) ? erased : vaults.open(vault, column, sealed);
  }

  byte[] owners(AccountId account, String column, String text) {
    var erasable =
        erasures.seal(
            List.of(Thing.subject(account)), text.getBytes(UTF_8), meaning(account, column));
    try (var plain = SecretBytes.taking(erasable)) {
      return keys.seal(KeyRef.DIRECTORY, plain, ownersContext(column, account));
    }
  }

  String owners(AccountId account, String column, byte[] sealed) {
    try (var plain = keys.unseal(KeyRef.DIRECTORY, sealed, ownersContext(column, account))) {
      return plain.expose(bytes -> new String(opened(account, column, bytes), UTF_8));
    }
  }

  // Sealed bytes begin with 1, which no text does: texts are from before people could be erased.
  private byte[] opened(AccountId account, String column, byte[] bytes) {
    return bytes[0] != 1
        ? bytes
        : erasures
            .open(List.of(Thing.subject(account)), bytes, meaning(account, column))
            .orElseGet(() -> (column.equals("address") ? NOWHERE : "erased").getBytes(UTF_8));
  }

  private static Sealing.Meaning meaning(AccountId account, String column) {
    return Sealing.Meaning.of("vault/owner-address/v1").and(account.value()).and(column);
  }

  @Produces
  @Dependent
  static SealedColumn alias() {
    return SealedColumn.of(
        "owner_addresses",
        "alias",
        KeyRef.DIRECTORY,
        List.of("account_id"),
        row -> ownersContext("alias", row.get("account_id")));
  }

  @Produces
  @Dependent
  static SealedColumn address() {
    return SealedColumn.of(
        "owner_addresses",
        "address",
        KeyRef.DIRECTORY,
        List.of("account_id"),
        row -> ownersContext("address", row.get("account_id")));
  }

  @Produces
  @Dependent
  static SealedColumn pending() {
    return SealedColumn.of(
        "owner_addresses",
        "pending_address",
        KeyRef.DIRECTORY,
        List.of("account_id"),
        row -> ownersContext("address", row.get("account_id")));
  }

  private static KeyContext ownersContext(String column, Object account) {
    return KeyContext.of("owner-address").and("column", column).and("account", account);
  }
}
