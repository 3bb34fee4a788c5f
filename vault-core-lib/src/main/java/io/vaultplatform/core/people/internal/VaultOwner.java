package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.store.Sql;

/** Whose a vault is, and of which product, as far as the running transaction may see it. */
record VaultOwner(AccountId owner, String product) {
  private static final String FIND = "SELECT owner_id, product FROM vault_core.vaults WHERE id = ?";

  // The row is locked so that two requests at once cannot both pass the bound on people.
  private static final String LOCK = FIND + " FOR UPDATE";

  static Outcome<VaultOwner> find(Sql sql, VaultId vault) {
    return find(sql, FIND, vault);
  }

  private static Outcome<VaultOwner> find(Sql sql, String statement, VaultId vault) {
    return sql.find(
            statement,
            row -> new VaultOwner(new AccountId(row.uuid("owner_id")), row.text("product")),
            vault.value())
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.of(Reason.NOT_FOUND, "There is no such vault.")));
  }

  /** Refuses when {@code table} has that many people of this vault already. */
  static Outcome<VaultOwner> withRoom(Sql sql, VaultId vault, String count, int most) {
    return find(sql, LOCK, vault)
        .then(
            owner ->
                sql.one(count, row -> row.number("count"), vault.value()) < most
                    ? Outcome.done(owner)
                    : Outcome.refused(
                        Refusal.of(
                            Reason.CONFLICT, "A vault names at most " + most + " of them.")));
  }
}
