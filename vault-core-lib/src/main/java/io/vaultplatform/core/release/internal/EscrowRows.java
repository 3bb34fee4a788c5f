package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Place;
import io.vaultplatform.core.escrow.PlacedFile;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.escrow.Stored;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.release.ArmCheck;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What arming stores and what ends it. Reads and writes as whoever acts, who sees what their role
 * may see.
 */
@ApplicationScoped
class EscrowRows {
  private static final String ADD =
      """
      INSERT INTO vault_core.escrow_epochs
             (vault_id, trigger_id, epoch, owner_id, owner_key, policy, policy_hash, share_sets,
              release_list, list_version, packets, armed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
      """;

  private static final String ADD_PLATFORM_SHARE =
      """
      INSERT INTO vault_core.platform_shares
             (vault_id, trigger_id, epoch, stage, set_number, path, share)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ADD_IDENTITY =
      """
      INSERT INTO vault_core.escrow_identities
             (fingerprint, vault_id, trigger_id, epoch, stage, set_number)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String ADD_TRUSTEE_SHARE =
      """
      INSERT INTO vault_core.trustee_shares
             (vault_id, trigger_id, epoch, stage, set_number, path, trustee_id, share)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String LIVE =
      "SELECT "
          + EpochRow.COLUMNS
          + " FROM vault_core.escrow_epochs e WHERE e.trigger_id = ? AND e.ended_at IS NULL";

  private static final String LIVE_OF_VAULT =
      "SELECT "
          + EpochRow.COLUMNS
          + """
           FROM vault_core.escrow_epochs e
           WHERE e.vault_id = ? AND e.ended_at IS NULL ORDER BY e.armed_at, e.trigger_id
          """;

  // What recipients hold is not taken back by an end of the epoch.
  private static final String HANDED =
      """
      EXISTS (SELECT 1 FROM vault_core.hand_overs h
               WHERE h.vault_id = e.vault_id AND h.trigger_id = e.trigger_id AND h.epoch = e.epoch)
      """;

  private static final String TAKEN =
      "SELECT e.vault_id, e.trigger_id, e.epoch, "
          + HANDED
          + " AS handed FROM vault_core.escrow_epochs e"
          + " WHERE e.vault_id = ? AND (e.ended_at IS NULL OR "
          + HANDED
          + ")";

  // A release that was called back is shown to nobody: its list fixes nothing any more.
  private static final String FIXED =
      "SELECT "
          + EpochRow.COLUMNS
          + """
           FROM vault_core.escrow_epochs e
           WHERE e.vault_id = ? AND (e.ended_at IS NULL OR
                 EXISTS (SELECT 1 FROM vault_core.hand_overs h
                          WHERE h.vault_id = e.vault_id AND h.trigger_id = e.trigger_id
                            AND h.epoch = e.epoch AND h.frozen_at IS NULL))
          """;

  private static final String ALL =
      "SELECT " + EpochRow.COLUMNS + " FROM vault_core.escrow_epochs e WHERE e.vault_id = ?";

  private static final String USED =
      "SELECT fingerprint FROM vault_core.escrow_identities WHERE vault_id = ?";

  private static final String NEXT_LIST =
      """
      UPDATE vault_core.escrow_epochs SET release_list = ?, list_version = ?
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND list_version = ? AND ended_at IS NULL
      """;

  private static final String END =
      """
      UPDATE vault_core.escrow_epochs SET ended_at = ?
       WHERE vault_id = ? AND trigger_id = ? AND ended_at IS NULL
      """;

  private static final String DESTROY_PLATFORM =
      "DELETE FROM vault_core.platform_shares WHERE vault_id = ? AND trigger_id = ?";

  private static final String DESTROY_TRUSTEES =
      "DELETE FROM vault_core.trustee_shares WHERE vault_id = ? AND trigger_id = ?";

  private static final String DESTROY_KEYS =
      "DELETE FROM vault_core.release_keys WHERE vault_id = ? AND trigger_id = ?";

  private static final String DESTROY_GATE_KEYS =
      "DELETE FROM vault_core.gate_release_keys WHERE vault_id = ? AND trigger_id = ?";

  private static final String TRUSTEE_SHARE =
      """
      SELECT stage, set_number, path, share FROM vault_core.trustee_shares
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND trustee_id = ?
       ORDER BY stage, set_number, path
      """;

  private final Sql sql;

  @Inject
  EscrowRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  EscrowRows() {
    sql = null;
  }

  public void add(
      AccountId owner,
      VerificationKey ownerKey,
      ReleasePolicy policy,
      Submission submission,
      Instant at) {
    var epoch = policy.epoch();
    sql.update(
        ADD,
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        owner.value(),
        ownerKey.text(),
        EpochRow.text(submission.policy()),
        policy.hash(),
        Stored.text(submission.shareSets().stream().map(Signed::toTree).toList()),
        EpochRow.text(submission.releaseList()),
        Stored.text(submission.packets().stream().map(EscrowPacket::toTree).toList()),
        at);
    sql.batch(
        ADD_IDENTITY,
        policy.portions().stream()
            .map(
                portion ->
                    new Object[] {
                      policy.set(portion).orElseThrow().escrow(),
                      epoch.vault().value(),
                      epoch.trigger(),
                      epoch.number(),
                      portion.stage(),
                      portion.set()
                    })
            .toList());
    sql.batch(
        ADD_PLATFORM_SHARE,
        submission.platformShares().stream()
            .map(
                share ->
                    new Object[] {
                      epoch.vault().value(),
                      epoch.trigger(),
                      epoch.number(),
                      share.place().portion().stage(),
                      share.place().portion().set(),
                      share.place().path(),
                      share.file().text()
                    })
            .toList());
    sql.batch(
        ADD_TRUSTEE_SHARE,
        submission.trusteeShares().stream()
            .map(
                share ->
                    new Object[] {
                      epoch.vault().value(),
                      epoch.trigger(),
                      epoch.number(),
                      share.share().place().portion().stage(),
                      share.share().place().portion().set(),
                      share.share().place().path(),
                      share.trustee(),
                      share.share().file().text()
                    })
            .toList());
  }

  /** The arming that counts now. */
  public Optional<EpochRow> live(UUID trigger) {
    return sql.find(LIVE, EpochRow::of, trigger);
  }

  public List<EpochRow> live(VaultId vault) {
    return sql.list(LIVE_OF_VAULT, EpochRow::of, vault.value());
  }

  /** The epochs whose documents another arming must leave alone, and why. */
  public Map<Epoch, ArmCheck.Taken> taken(VaultId vault) {
    var all = new HashMap<Epoch, ArmCheck.Taken>();
    sql.list(
            TAKEN,
            row ->
                Map.entry(
                    new Epoch(vault, row.uuid("trigger_id"), row.integer("epoch")),
                    row.flag("handed") ? ArmCheck.Taken.HANDED_OVER : ArmCheck.Taken.ARMED),
            vault.value())
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  /** The armings whose lists fix the documents they name: those that run, and those handed over. */
  public List<EpochRow> fixed(VaultId vault) {
    return sql.list(FIXED, EpochRow::of, vault.value());
  }

  /** The policies of every arming whose trustees could open without the platform. */
  public List<ReleasePolicy> withAlonePaths(VaultId vault) {
    return sql.list(ALL, EpochRow::of, vault.value()).stream()
        .map(EpochRow::readPolicy)
        .filter(policy -> !policy.alonePaths().isEmpty())
        .toList();
  }

  /** Every escrow identity ever armed in this vault. */
  public Set<String> usedEscrows(VaultId vault) {
    return new HashSet<>(sql.list(USED, row -> row.text("fingerprint"), vault.value()));
  }

  /** False when another list came first. */
  public boolean next(EpochRow row, Signed list, int version) {
    var epoch = row.epoch();
    return sql.update(
            NEXT_LIST,
            EpochRow.text(list),
            version,
            epoch.vault().value(),
            epoch.trigger(),
            epoch.number(),
            version - 1)
        == 1;
  }

  /** A trustee's own shares. */
  public List<PlacedFile> trusteeShares(Epoch epoch, UUID trustee) {
    return sql.list(
        TRUSTEE_SHARE,
        row ->
            new PlacedFile(
                new Place(
                    new Portion(row.integer("stage"), row.integer("set_number")),
                    row.integer("path")),
                new SealedFile(row.text("share"))),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        trustee);
  }

  /**
   * Deletes the shares of a trigger for good and ends its arming; the number of platform shares
   * deleted.
   */
  public int destroyShares(VaultId vault, UUID trigger, Instant at) {
    int destroyed = sql.update(DESTROY_PLATFORM, vault.value(), trigger);
    sql.update(DESTROY_TRUSTEES, vault.value(), trigger);
    sql.update(END, at, vault.value(), trigger);
    return destroyed;
  }

  /** Deletes the release keys of a trigger for good; the number deleted. */
  public int destroyKeys(VaultId vault, UUID trigger) {
    sql.update(DESTROY_KEYS, vault.value(), trigger);
    return sql.update(DESTROY_GATE_KEYS, vault.value(), trigger);
  }
}
