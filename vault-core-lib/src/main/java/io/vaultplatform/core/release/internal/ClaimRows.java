package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What waits for recipients' keys, and the keys that they brought. The engine's rows. */
@ApplicationScoped
class ClaimRows {
  private static final String WAIT =
      """
      INSERT INTO vault_core.executor_packets
             (vault_id, trigger_id, epoch, stage, set_number, recipient_id, file)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String READDRESS =
      """
      UPDATE vault_core.hand_overs SET inner_file = ?
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND stage = ? AND set_number = ?
         AND recipient_id = ? AND inner_file IS NULL AND frozen_at IS NULL
      """;

  private static final String WAITS_NO_MORE =
      """
      DELETE FROM vault_core.executor_packets
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND stage = ? AND set_number = ?
         AND recipient_id = ?
      """;

  private static final String DESTROY =
      "DELETE FROM vault_core.executor_packets WHERE vault_id = ? AND trigger_id = ?";

  private static final String BROUGHT =
      """
      SELECT fingerprint, entry FROM vault_core.brought_keys
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND recipient_id = ?
      """;

  private static final String BRING =
      """
      INSERT INTO vault_core.brought_keys
             (vault_id, trigger_id, epoch, recipient_id, fingerprint, entry, brought_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private final Sql sql;

  @Inject
  ClaimRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ClaimRows() {
    sql = null;
  }

  /** A packet to the gate, until its recipient brings a key; its hand-over is stored before. */
  public void wait(Epoch epoch, EscrowPacket.Inner packet) {
    sql.update(
        WAIT,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        packet.portion().stage(),
        packet.portion().set(),
        packet.recipient(),
        packet.file().text());
  }

  /** Puts what the recipient's key opens in the place of what the gate's key opens. */
  public void readdress(Epoch epoch, EscrowPacket.Inner packet) {
    int changed =
        sql.update(
            READDRESS,
            packet.file().text(),
            epoch.vault().value(),
            epoch.trigger(),
            epoch.number(),
            packet.portion().stage(),
            packet.portion().set(),
            packet.recipient());
    int deleted =
        sql.update(
            WAITS_NO_MORE,
            epoch.vault().value(),
            epoch.trigger(),
            epoch.number(),
            packet.portion().stage(),
            packet.portion().set(),
            packet.recipient());
    if (changed != 1 || deleted != 1) {
      throw new VaultException("what waits in " + epoch + " changed under the trigger's lock");
    }
  }

  /** Deletes everything of a trigger that waits for a key, for good; the number deleted. */
  public int destroy(VaultId vault, UUID trigger) {
    return sql.update(DESTROY, vault.value(), trigger);
  }

  /** The key that a recipient brought, and the entry of the first opening for it. */
  record Brought(String fingerprint, long entry) {}

  public Optional<Brought> brought(Epoch epoch, UUID recipient) {
    return sql.find(
        BROUGHT,
        row -> new Brought(row.text("fingerprint"), row.number("entry")),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        recipient);
  }

  public void bring(Epoch epoch, UUID recipient, String fingerprint, long entry, Instant at) {
    sql.update(
        BRING,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        recipient,
        fingerprint,
        entry,
        at);
  }
}
