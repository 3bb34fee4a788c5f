package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.store.Row;
import java.util.Optional;
import java.util.UUID;

/**
 * A scope as the two columns {@code vault_id} and {@code account_id}, of which exactly one is set.
 */
final class ScopeColumns {

  private ScopeColumns() {}

  static Optional<UUID> vault(Scope scope) {
    return switch (scope) {
      case Scope.OfVault(var vault) -> Optional.of(vault.value());
      case Scope.OfAccount(var account) -> Optional.empty();
    };
  }

  static Optional<UUID> account(Scope scope) {
    return switch (scope) {
      case Scope.OfVault(var vault) -> Optional.empty();
      case Scope.OfAccount(var account) -> Optional.of(account.value());
    };
  }

  static Scope of(Row row) {
    return row.findUuid("vault_id")
        .<Scope>map(vault -> new Scope.OfVault(new VaultId(vault)))
        .orElseGet(() -> new Scope.OfAccount(new AccountId(row.uuid("account_id"))));
  }

  static Chain chain(Scope scope) {
    return switch (scope) {
      case Scope.OfVault(var vault) -> Chain.of(vault);
      case Scope.OfAccount(var account) -> Chain.of(account);
    };
  }
}
