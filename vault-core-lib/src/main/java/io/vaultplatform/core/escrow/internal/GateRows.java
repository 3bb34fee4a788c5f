package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.GateMemory;
import io.vaultplatform.core.escrow.Place;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.SealedFile;
import io.vaultplatform.core.escrow.ShareSet;
import io.vaultplatform.core.escrow.Stored;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the gate reads about an epoch, and what it remembers by itself. */
@ApplicationScoped
class GateRows {
  private static final String EPOCH =
      """
      SELECT owner_key, policy, share_sets, packets
        FROM vault_core.escrow_epochs
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND ended_at IS NULL
      """;

  private static final String PLATFORM_SHARE =
      """
      SELECT share FROM vault_core.platform_shares
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND stage = ? AND set_number = ? AND path = ?
      """;

  // Of an arming that ended too: what it handed over stays handed over.
  private static final String POLICY =
      """
      SELECT owner_key, policy FROM vault_core.escrow_epochs
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ?
      """;

  private static final String EXECUTOR_PACKETS =
      """
      SELECT stage, set_number, file FROM vault_core.executor_packets
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND recipient_id = ?
       ORDER BY stage, set_number
      """;

  private static final String CONFIRMATIONS =
      """
      SELECT statement FROM vault_core.confirmations
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ? AND keys_hash = ? AND decision = 'confirm'
       ORDER BY recorded_at, trustee_id
      """;

  private static final String MEMORY =
      "SELECT sequence, hash FROM vault_core.gate_state WHERE vault_id = ? FOR UPDATE";

  private static final String REMEMBER =
      """
      INSERT INTO vault_core.gate_state AS g (vault_id, sequence, hash, seen_at)
      VALUES (?, ?, ?, clock_timestamp())
      ON CONFLICT (vault_id) DO UPDATE
         SET sequence = excluded.sequence, hash = excluded.hash, seen_at = excluded.seen_at
       WHERE g.sequence <= excluded.sequence
      """;

  private static final String HIGHEST =
      "SELECT epoch FROM vault_core.gate_epochs WHERE vault_id = ? AND trigger_id = ?";

  private static final String REMEMBER_EPOCH =
      """
      INSERT INTO vault_core.gate_epochs AS g (vault_id, trigger_id, epoch)
      VALUES (?, ?, ?)
      ON CONFLICT (vault_id, trigger_id) DO UPDATE SET epoch = greatest(g.epoch, excluded.epoch)
      """;

  private final Sql sql;

  @Inject
  GateRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  GateRows() {
    sql = null;
  }

  /** A live epoch, its documents verified against the owner's key it was armed with. */
  record Armed(ReleasePolicy policy, List<ShareSet> shareSets, List<EscrowPacket> packets) {
    Optional<ShareSet> shareSet(Place place) {
      return shareSets.stream().filter(s -> s.place().equals(place)).findFirst();
    }

    Optional<EscrowPacket> packet(Place place) {
      return packets.stream().filter(p -> p.place().equals(place)).findFirst();
    }
  }

  public Outcome<Armed> armed(Epoch epoch) {
    return sql.find(EPOCH, Texts::of, epoch.vault().value(), epoch.trigger(), epoch.number())
        .map(
            texts ->
                ReleasePolicy.verify(signed(texts.policy()), texts.ownerKey())
                    .then(
                        policy ->
                            texts
                                .readShareSets()
                                .then(
                                    sets ->
                                        texts
                                            .readPackets()
                                            .then(
                                                packets ->
                                                    Outcome.done(
                                                        new Armed(policy, sets, packets))))))
        .orElseGet(
            () ->
                Outcome.refused(
                    Refusal.Reason.CONFLICT, "gate", "NOT_ARMED: " + epoch + " is not armed."));
  }

  private record Texts(VerificationKey ownerKey, String policy, String shareSets, String packets) {
    static Texts of(Row row) {
      return new Texts(
          new VerificationKey(row.text("owner_key")),
          row.text("policy"),
          row.text("share_sets"),
          row.text("packets"));
    }

    Outcome<List<ShareSet>> readShareSets() {
      return Stored.all(shareSets, tree -> ShareSet.verify(Signed.of(tree), ownerKey));
    }

    Outcome<List<EscrowPacket>> readPackets() {
      return Stored.all(packets, EscrowPacket::of);
    }
  }

  public Optional<SealedFile> platformShare(Epoch epoch, Place place) {
    return sql.find(
        PLATFORM_SHARE,
        row -> new SealedFile(row.text("share")),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        place.portion().stage(),
        place.portion().set(),
        place.path());
  }

  /** The policy of an epoch, also of one that ended; verified against the key it was armed with. */
  public Outcome<ReleasePolicy> policy(Epoch epoch) {
    return sql.find(
            POLICY,
            row ->
                ReleasePolicy.verify(
                    signed(row.text("policy")), new VerificationKey(row.text("owner_key"))),
            epoch.vault().value(),
            epoch.trigger(),
            epoch.number())
        .orElseGet(
            () ->
                Outcome.refused(
                    Refusal.Reason.CONFLICT, "gate", "NOT_ARMED: " + epoch + " was not armed."));
  }

  /** What waits for the key that a recipient brings, each to the gate. */
  public List<EscrowPacket.Inner> executorPackets(Epoch epoch, UUID recipient) {
    return sql.list(
        EXECUTOR_PACKETS,
        row ->
            new EscrowPacket.Inner(
                new Portion(row.integer("stage"), row.integer("set_number")),
                recipient,
                new SealedFile(row.text("file"))),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number(),
        recipient);
  }

  /**
   * The confirmations to these release keys, each verified against its trustee's key of the policy.
   */
  public List<Confirmation> confirmations(Armed armed, String keysHash) {
    var epoch = armed.policy().epoch();
    return sql
        .list(
            CONFIRMATIONS,
            row -> signed(row.text("statement")),
            epoch.vault().value(),
            epoch.trigger(),
            epoch.number(),
            keysHash)
        .stream()
        .flatMap(statement -> verified(armed.policy(), statement, keysHash).stream())
        .toList();
  }

  private static Optional<Confirmation> verified(
      ReleasePolicy policy, Signed statement, String keysHash) {
    for (var trustee : policy.trustees()) {
      if (Confirmation.verify(statement, trustee.signing())
              instanceof Outcome.Done<Confirmation>(var confirmation)
          && confirmation.trustee().equals(trustee.id())
          && confirmation.epoch().equals(policy.epoch())
          && confirmation.policyHash().equals(policy.hash())
          && confirmation.releaseKeysHash().equals(keysHash)) {
        return Optional.of(confirmation);
      }
    }
    return Optional.empty();
  }

  /**
   * What the gate remembers; its row is locked, so that two readings do not overtake each other.
   */
  public GateMemory memory(Epoch epoch) {
    var chain = Chain.of(epoch.vault());
    var head =
        sql.find(
                MEMORY,
                row -> new Head(chain, row.number("sequence"), row.text("hash")),
                epoch.vault().value())
            .orElseGet(() -> Head.genesis(chain));
    int highest =
        sql.find(HIGHEST, row -> row.integer("epoch"), epoch.vault().value(), epoch.trigger())
            .orElse(0);
    return new GateMemory(highest, head);
  }

  public void remember(VaultId vault, Head head) {
    if (sql.update(REMEMBER, vault.value(), head.sequence(), head.hash()) != 1) {
      throw new VaultException(
          "the gate's memory of vault " + vault + " moved meanwhile: ask again");
    }
  }

  public void rememberEpoch(Epoch epoch) {
    sql.update(REMEMBER_EPOCH, epoch.vault().value(), epoch.trigger(), epoch.number());
  }

  static Signed signed(String canonical) {
    return Signed.parse(canonical.getBytes(StandardCharsets.UTF_8));
  }
}
