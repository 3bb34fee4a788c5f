package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.Column;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.VaultKeys;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Aliases and addresses, sealed: those of a vault's people under the vault's data key, an owner's
 * own under the key service.
 */
@ApplicationScoped
class Sealed {
  private final VaultKeys vaults;
  private final KeyService keys;

  @Inject
  Sealed(VaultKeys vaults, KeyService keys) {
    this.vaults = vaults;
    this.keys = keys;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  Sealed() {
    this(null, null);
  }

  byte[] alias(VaultId vault, String table, UUID row, Alias alias) {
    return vaults.seal(vault, new Column(table, "alias", row), alias.text());
  }

  Alias alias(VaultId vault, String table, UUID row, byte[] sealed) {
    return new Alias(vaults.open(vault, new Column(table, "alias", row), sealed));
  }

  byte[] address(VaultId vault, String table, UUID row, MailAddress address) {
    return vaults.seal(vault, new Column(table, "address", row), address.text());
  }

  MailAddress address(VaultId vault, String table, UUID row, byte[] sealed) {
    return new MailAddress(vaults.open(vault, new Column(table, "address", row), sealed));
  }

  byte[] owners(AccountId account, String column, String text) {
    try (var plain = SecretBytes.taking(text.getBytes(StandardCharsets.UTF_8))) {
      return keys.seal(KeyRef.DIRECTORY, plain, context(account, column));
    }
  }

  String owners(AccountId account, String column, byte[] sealed) {
    try (var plain = keys.unseal(KeyRef.DIRECTORY, sealed, context(account, column))) {
      return plain.expose(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static KeyContext context(AccountId account, String column) {
    return KeyContext.of("owner-address").and("column", column).and("account", account);
  }
}
