package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.Alias;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.people.TrusteeState;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of trustees, in the running transaction. */
@ApplicationScoped
class TrusteeRows {
  static final String COUNT =
      "SELECT count(*) AS count FROM vault_core.trustees WHERE vault_id = ?";

  /** Of all vaults of one owner, since a time. */
  static final String INVITED =
      """
      SELECT count(*) AS count FROM vault_core.trustees
       WHERE vault_id IN (SELECT id FROM vault_core.vaults WHERE owner_id = ?) AND created_at > ?
      """;

  private static final String TABLE = "trustees";

  private static final String ADD =
      """
      INSERT INTO vault_core.trustees (vault_id, id, alias, address, state, since, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String COLUMNS =
      "SELECT vault_id, id, alias, address, state, recipient, signing, since FROM"
          + " vault_core.trustees ";

  private static final String OF_VAULT = COLUMNS + "WHERE vault_id = ? ORDER BY created_at, id";
  private static final String ONE = COLUMNS + "WHERE vault_id = ? AND id = ?";
  private static final String LOCK = COLUMNS + "WHERE id = ? FOR UPDATE";
  private static final String BY_ID = COLUMNS + "WHERE id = ?";

  private static final String BECOME =
      """
      UPDATE vault_core.trustees SET state = ?, recipient = ?, signing = ?, since = ?
       WHERE vault_id = ? AND id = ?
      """;

  private final Sql sql;
  private final Sealed sealed;

  @Inject
  TrusteeRows(Sql sql, Sealed sealed) {
    this.sql = sql;
    this.sealed = sealed;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  TrusteeRows() {
    this(null, null);
  }

  void add(Trustee trustee, MailAddress address) {
    var id = trustee.id().value();
    sql.update(
        ADD,
        trustee.vault().value(),
        id,
        sealed.alias(trustee.vault(), TABLE, id, trustee.alias()),
        sealed.address(trustee.vault(), TABLE, id, address),
        trustee.state().text(),
        trustee.since(),
        trustee.since());
  }

  List<Trustee> of(VaultId vault) {
    return sql.list(OF_VAULT, this::trustee, vault.value());
  }

  Optional<Trustee> find(VaultId vault, TrusteeId trustee) {
    return sql.find(ONE, this::trustee, vault.value(), trustee.value());
  }

  Optional<Trustee> find(UUID id) {
    return sql.find(BY_ID, this::trustee, id);
  }

  Optional<Trustee> lock(UUID id) {
    return sql.find(LOCK, this::trustee, id);
  }

  Optional<MailAddress> address(VaultId vault, TrusteeId trustee) {
    return sql.find(
        ONE,
        row -> sealed.address(vault, TABLE, trustee.value(), row.bytes("address")),
        vault.value(),
        trustee.value());
  }

  Trustee become(Trustee trustee, TrusteeState state, Optional<PersonKeys> keys, Instant now) {
    var changed = new Trustee(trustee.id(), trustee.vault(), trustee.alias(), state, keys, now);
    sql.updateOne(
        BECOME,
        state.text(),
        keys.map(k -> k.recipient().text()),
        keys.flatMap(PersonKeys::signing).map(VerificationKey::text),
        now,
        trustee.vault().value(),
        trustee.id().value());
    return changed;
  }

  private Trustee trustee(Row row) {
    var vault = new VaultId(row.uuid("vault_id"));
    var id = row.uuid("id");
    Alias alias = sealed.alias(vault, TABLE, id, row.bytes("alias"));
    return new Trustee(
        new TrusteeId(id),
        vault,
        alias,
        TrusteeState.of(row.text("state")),
        row.findText("recipient")
            .map(
                recipient ->
                    new PersonKeys(
                        RecipientKeys.parse(recipient),
                        row.findText("signing").map(VerificationKey::new))),
        row.instant("since"));
  }
}
