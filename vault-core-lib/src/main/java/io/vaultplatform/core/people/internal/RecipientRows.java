package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.people.CodeHash;
import io.vaultplatform.core.people.CodeTries;
import io.vaultplatform.core.people.PersonKeys;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of recipients, in the running transaction. */
@ApplicationScoped
class RecipientRows {
  static final String COUNT =
      "SELECT count(*) AS count FROM vault_core.recipients WHERE vault_id = ?";
  private static final String TABLE = "recipients";

  private static final String ADD =
      """
      INSERT INTO vault_core.recipients
        (vault_id, id, alias, address, recipient, signing, code_hash, wrong_since, state, since, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String COLUMNS =
      """
      SELECT vault_id, id, alias, address, recipient, signing, code_hash, wrong_codes, wrong_since, state, since
        FROM vault_core.recipients
      """;

  private static final String OF_VAULT = COLUMNS + " WHERE vault_id = ? ORDER BY created_at, id";
  private static final String ONE = COLUMNS + " WHERE vault_id = ? AND id = ?";
  private static final String LOCK = COLUMNS + " WHERE id = ? FOR UPDATE";
  private static final String BY_ID = COLUMNS + " WHERE id = ?";

  private static final String TRIED =
      "UPDATE vault_core.recipients SET wrong_codes = ?, wrong_since = ? WHERE vault_id = ? AND id"
          + " = ?";

  private static final String BECOME =
      "UPDATE vault_core.recipients SET state = ?, since = ? WHERE vault_id = ? AND id = ?";

  private final Sql sql;
  private final Sealed sealed;

  @Inject
  RecipientRows(Sql sql, Sealed sealed) {
    this.sql = sql;
    this.sealed = sealed;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  RecipientRows() {
    this(null, null);
  }

  /** A recipient whose code is about to be compared. */
  record Door(Recipient recipient, CodeHash code, CodeTries tries) {}

  void add(Recipient recipient, MailAddress address, CodeHash code) {
    var id = recipient.id().value();
    sql.update(
        ADD,
        recipient.vault().value(),
        id,
        sealed.alias(recipient.vault(), TABLE, id, recipient.alias()),
        sealed.address(recipient.vault(), TABLE, id, address),
        recipient.keys().map(keys -> keys.recipient().text()),
        recipient.keys().flatMap(PersonKeys::signing).map(VerificationKey::text),
        code.text(),
        recipient.since(),
        recipient.state().text(),
        recipient.since(),
        recipient.since());
  }

  List<Recipient> of(VaultId vault) {
    return sql.list(OF_VAULT, this::recipient, vault.value());
  }

  Optional<Recipient> find(VaultId vault, RecipientId recipient) {
    return sql.find(ONE, this::recipient, vault.value(), recipient.value());
  }

  Optional<Recipient> find(UUID id) {
    return sql.find(BY_ID, this::recipient, id);
  }

  Optional<Door> lock(UUID id) {
    return sql.find(
        LOCK,
        row ->
            new Door(
                recipient(row),
                code(row.text("code_hash")),
                new CodeTries(row.integer("wrong_codes"), row.instant("wrong_since"))),
        id);
  }

  void tried(Recipient recipient, CodeTries tries) {
    sql.updateOne(
        TRIED, tries.wrong(), tries.since(), recipient.vault().value(), recipient.id().value());
  }

  void become(Recipient recipient, RecipientState state, Instant now) {
    sql.updateOne(BECOME, state.text(), now, recipient.vault().value(), recipient.id().value());
  }

  Optional<MailAddress> address(VaultId vault, RecipientId recipient) {
    return sql.find(
        ONE,
        row -> sealed.address(vault, TABLE, recipient.value(), row.bytes("address")),
        vault.value(),
        recipient.value());
  }

  private static CodeHash code(String stored) {
    return switch (CodeHash.parse("code_hash", stored)) {
      case Outcome.Done<CodeHash>(var hash) -> hash;
      case Outcome.Refused<CodeHash> r ->
          throw new VaultException("a stored code hash is malformed");
    };
  }

  private Recipient recipient(Row row) {
    var vault = new VaultId(row.uuid("vault_id"));
    var id = row.uuid("id");
    return new Recipient(
        new RecipientId(id),
        vault,
        sealed.alias(vault, TABLE, id, row.bytes("alias")),
        row.findText("recipient")
            .map(
                key ->
                    new PersonKeys(
                        RecipientKeys.parse(key),
                        row.findText("signing").map(VerificationKey::new))),
        RecipientState.of(row.text("state")),
        row.instant("since"));
  }
}
