package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.store.RowSecurity;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** Addresses, opened for whoever is about to put them into the outbox. */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
@RowSecurity
class ReachRows implements Reach {
  /** What an owner who gave no alias is called. */
  static final Alias NO_ALIAS = new Alias("(no name was given)");

  private static final String OWNER =
      """
      SELECT a.account_id, a.alias, a.address
        FROM vault_core.owner_addresses a JOIN vault_core.vaults v ON v.owner_id = a.account_id
       WHERE v.id = ?
      """;

  private final Sql sql;
  private final Sealed sealed;
  private final TrusteeRows trustees;
  private final RecipientRows recipients;

  @Inject
  ReachRows(Sql sql, Sealed sealed, TrusteeRows trustees, RecipientRows recipients) {
    this.sql = sql;
    this.sealed = sealed;
    this.trustees = trustees;
    this.recipients = recipients;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  ReachRows() {
    this(null, null, null, null);
  }

  @Override
  public List<Destination> owner(VaultId vault) {
    return sql
        .find(
            OWNER,
            row ->
                row.findBytes("address")
                    .map(
                        bytes ->
                            new MailAddress(
                                sealed.owners(
                                    new AccountId(row.uuid("account_id")), "address", bytes))),
            vault.value())
        .flatMap(found -> found)
        .map(Destination::mail)
        .stream()
        .toList();
  }

  @Override
  public List<Destination> trustee(VaultId vault, TrusteeId trustee) {
    return trustees.address(vault, trustee).map(Destination::mail).stream().toList();
  }

  @Override
  public List<Destination> recipient(VaultId vault, RecipientId recipient) {
    return recipients.address(vault, recipient).map(Destination::mail).stream().toList();
  }

  @Override
  public Alias ownerAlias(VaultId vault) {
    return sql.find(
            OWNER,
            row ->
                row.findBytes("alias")
                    .map(
                        bytes ->
                            new Alias(
                                sealed.owners(
                                    new AccountId(row.uuid("account_id")), "alias", bytes))),
            vault.value())
        .flatMap(found -> found)
        .orElse(NO_ALIAS);
  }
}
