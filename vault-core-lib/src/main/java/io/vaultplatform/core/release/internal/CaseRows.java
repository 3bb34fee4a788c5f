package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What happens while a release is under way: release keys, answers, hand-overs. The engine's rows.
 */
@ApplicationScoped
class CaseRows {
  private static final String KEYS =
      """
      SELECT signed FROM vault_core.release_keys
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ?
      """;

  private static final String ADD_KEYS =
      """
      INSERT INTO vault_core.release_keys (vault_id, trigger_id, epoch, keys_hash, signed, made_at)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String ANSWER =
      """
      SELECT decision, entry FROM vault_core.confirmations
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND keys_hash = ? AND trustee_id = ?
      """;

  private static final String ANSWERS =
      """
      SELECT trustee_id, decision, entry FROM vault_core.confirmations
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND keys_hash = ?
       ORDER BY entry
      """;

  private static final String ADD_ANSWER =
      """
      INSERT INTO vault_core.confirmations
             (vault_id, trigger_id, epoch, keys_hash, trustee_id, decision, statement, entry, recorded_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String HAND_OVER =
      """
      INSERT INTO vault_core.hand_overs
             (vault_id, trigger_id, epoch, stage, set_number, recipient_id, inner_file, entry,
              handed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FREEZE =
      """
      UPDATE vault_core.hand_overs SET frozen_at = ?
       WHERE vault_id = ? AND trigger_id = ? AND frozen_at IS NULL
      """;

  private static final String HANDED =
      "SELECT h.stage, h.set_number, h.inner_file, h.entry, h.handed_at, "
          + EpochRow.COLUMNS
          + """
           FROM vault_core.hand_overs h
           JOIN vault_core.escrow_epochs e USING (vault_id, trigger_id, epoch)
           WHERE h.vault_id = ? AND h.recipient_id = ? AND h.frozen_at IS NULL
           ORDER BY h.handed_at, h.trigger_id, h.stage, h.set_number
          """;

  private static final String FROZEN =
      """
      SELECT count(*) AS frozen FROM vault_core.hand_overs
       WHERE vault_id = ? AND recipient_id = ? AND frozen_at IS NOT NULL
      """;

  private static final String RECEIVERS =
      """
      SELECT h.recipient_id, bool_or(p.recipient_id IS NOT NULL) AS waits
        FROM vault_core.hand_overs h
        LEFT JOIN vault_core.executor_packets p
             USING (vault_id, trigger_id, epoch, stage, set_number, recipient_id)
       WHERE h.vault_id = ? AND h.trigger_id = ? AND h.epoch = ?
       GROUP BY h.recipient_id
      """;

  private final Sql sql;

  @Inject
  CaseRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  CaseRows() {
    sql = null;
  }

  /** The release keys as the gate signed them. */
  public Optional<Signed> keys(Epoch epoch) {
    return sql.find(
        KEYS,
        row -> EpochRow.signed(row.text("signed")),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number());
  }

  public void add(Epoch epoch, Signed keys, Instant at) {
    sql.update(
        ADD_KEYS,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        keys.bodyHash(),
        EpochRow.text(keys),
        at);
  }

  /** An answer that was recorded, with the number of its entry. */
  record Answer(Confirmation.Decision decision, long entry) {
    static Answer of(Row row) {
      return new Answer(
          Confirmation.Decision.valueOf(row.text("decision").toUpperCase(Locale.ROOT)),
          row.number("entry"));
    }
  }

  public Optional<Answer> answer(Confirmation confirmation) {
    var epoch = confirmation.epoch();
    return sql.find(
        ANSWER,
        Answer::of,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        confirmation.releaseKeysHash(),
        confirmation.trustee());
  }

  /** Who answered what. */
  record Given(UUID trustee, Confirmation.Decision decision) {}

  /** Every answer to these release keys, in the order of the log. */
  public List<Given> answers(Epoch epoch, String keysHash) {
    return sql.list(
        ANSWERS,
        row -> new Given(row.uuid("trustee_id"), Answer.of(row).decision()),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        keysHash);
  }

  public void add(Confirmation confirmation, Signed statement, long entry, Instant at) {
    var epoch = confirmation.epoch();
    sql.update(
        ADD_ANSWER,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        confirmation.releaseKeysHash(),
        confirmation.trustee(),
        confirmation.decision().text(),
        EpochRow.text(statement),
        entry,
        at);
  }

  /**
   * Hands over.
   *
   * @param file what the recipient opens; nothing yet where the platform will open for them
   */
  public void handOver(
      Epoch epoch,
      Portion portion,
      UUID recipient,
      Optional<SealedFile> file,
      long entry,
      Instant at) {
    sql.update(
        HAND_OVER,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        portion.stage(),
        portion.set(),
        recipient,
        file.map(SealedFile::text).orElse(null),
        entry,
        at);
  }

  public void freeze(VaultId vault, UUID trigger, Instant at) {
    sql.update(FREEZE, at, vault.value(), trigger);
  }

  /**
   * Something handed over to one recipient, with the number of its entry.
   *
   * @param inner what they open; empty as long as it waits for the key that they bring
   */
  record Handed(
      EpochRow epoch, Portion portion, Optional<EscrowPacket.Inner> inner, long entry, Instant at) {
    boolean waits() {
      return inner.isEmpty();
    }

    private static Handed of(Row row, UUID recipient) {
      var portion = new Portion(row.integer("stage"), row.integer("set_number"));
      return new Handed(
          EpochRow.of(row),
          portion,
          row.findText("inner_file")
              .map(file -> new EscrowPacket.Inner(portion, recipient, new SealedFile(file))),
          row.number("entry"),
          row.instant("handed_at"));
    }
  }

  public List<Handed> handed(VaultId vault, UUID recipient) {
    return sql.list(HANDED, row -> Handed.of(row, recipient), vault.value(), recipient);
  }

  /** Whether something was handed over to them and taken back from view. */
  public boolean wasFrozen(VaultId vault, UUID recipient) {
    return sql.one(FROZEN, row -> row.number("frozen"), vault.value(), recipient) > 0;
  }

  /**
   * Somebody who was given something.
   *
   * @param waits whether some of it waits for a key that they bring
   */
  record Receiver(UUID recipient, boolean waits) {}

  /** Who was given something in this epoch. */
  public List<Receiver> receivers(VaultId vault, UUID trigger, long epoch) {
    return sql.list(
        RECEIVERS,
        row -> new Receiver(row.uuid("recipient_id"), row.flag("waits")),
        vault.value(),
        trigger,
        (int) epoch);
  }
}
