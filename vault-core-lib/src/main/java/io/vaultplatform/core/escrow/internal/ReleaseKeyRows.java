package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.ReleaseKeys;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One-time release keys. A row that is gone is a key that is gone: nothing else holds the private
 * half, so a check-in, which deletes the row, takes every confirmation with it.
 */
@ApplicationScoped
class ReleaseKeyRows {
  private static final String FIND =
      """
      SELECT signed, stage, path, recipient, sealed FROM vault_core.gate_release_keys
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ?
       ORDER BY stage, path
      """;

  private static final String ADD =
      """
      INSERT INTO vault_core.gate_release_keys
             (vault_id, trigger_id, epoch, stage, path, keys_hash, signed, recipient, sealed, made_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Sql sql;
  private final KeyService keys;
  private final GateKeyService gate;

  @Inject
  ReleaseKeyRows(Sql sql, KeyService keys, GateKeyService gate) {
    this.sql = sql;
    this.keys = keys;
    this.gate = gate;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ReleaseKeyRows() {
    sql = null;
    keys = null;
    gate = null;
  }

  /** The private half for one stage by one path, sealed. */
  private record Half(
      String signed, int stage, int path, AgeRecipient recipient, Bytes sealedSeed) {
    static Half of(Row row) {
      return new Half(
          row.text("signed"),
          row.integer("stage"),
          row.integer("path"),
          AgeRecipient.parse(row.text("recipient")),
          Bytes.of(row.bytes("sealed")));
    }
  }

  /** Release keys that exist. */
  record Stored(Signed signed, List<Half> halves) {}

  public Optional<Stored> find(Epoch epoch) {
    var halves = sql.list(FIND, Half::of, epoch.vault().value(), epoch.trigger(), epoch.number());
    return halves.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stored(GateRows.signed(halves.getFirst().signed()), halves));
  }

  public Signed make(ReleasePolicy policy, SigningKey gateKey) {
    var epoch = policy.epoch();
    var now = sql.now().truncatedTo(ChronoUnit.MICROS);
    var identities = new ArrayList<AgeIdentity>();
    try {
      var keys = new ArrayList<ReleaseKeys.Key>();
      for (var stage : policy.stages()) {
        for (var path : policy.platformPaths()) {
          var identity = AgeIdentity.generate(policy.suite());
          identities.add(identity);
          keys.add(new ReleaseKeys.Key(stage.number(), path.number(), identity.recipient()));
        }
      }
      var signed = new ReleaseKeys(epoch, policy.hash(), now, keys).sign(gateKey);
      for (int i = 0; i < keys.size(); i++) {
        add(epoch, signed, keys.get(i), identities.get(i), now);
      }
      return signed;
    } finally {
      identities.forEach(AgeIdentity::close);
    }
  }

  private void add(
      Epoch epoch, Signed signed, ReleaseKeys.Key key, AgeIdentity identity, Instant now) {
    try (var seed = identity.seed()) {
      sql.update(
          ADD,
          epoch.vault().value(),
          epoch.trigger(),
          epoch.number(),
          key.stage(),
          key.path(),
          signed.bodyHash(),
          new String(signed.bytes(), StandardCharsets.UTF_8),
          key.recipient().text(),
          keys.seal(KeyRef.GATE, seed, context(epoch, key.recipient())),
          now);
    }
  }

  /** The private half for one stage by one path, if it is there. The caller closes it. */
  public Optional<AgeIdentity> open(Epoch epoch, Stored stored, int stage, int path) {
    return stored.halves().stream()
        .filter(half -> half.stage() == stage && half.path() == path)
        .findFirst()
        .map(half -> open(epoch, half));
  }

  private AgeIdentity open(Epoch epoch, Half half) {
    try (var seed = gate.unseal(half.sealedSeed().toArray(), context(epoch, half.recipient()))) {
      return AgeIdentity.ofSeed(half.recipient().suite(), seed);
    }
  }

  /** Every private half. The caller closes them. */
  public List<AgeIdentity> openAll(Epoch epoch, Stored stored) {
    return stored.halves().stream().map(half -> open(epoch, half)).toList();
  }

  /**
   * Does with the key service what release keys need, and keeps nothing: opens those there are, or
   * seals what would be a new one.
   *
   * @throws io.vaultplatform.core.kms.KeyServiceException when it cannot be done
   */
  public void tryOut(Epoch epoch, Suite suite) {
    var stored = find(epoch);
    if (stored.isPresent()) {
      openAll(epoch, stored.get()).forEach(AgeIdentity::close);
      return;
    }
    try (var identity = AgeIdentity.generate(suite);
        var seed = identity.seed()) {
      keys.seal(KeyRef.GATE, seed, context(epoch, identity.recipient()));
    }
  }

  @Produces
  @Dependent
  static SealedColumn sealed() {
    return SealedColumn.of(
            "gate_release_keys",
            "sealed",
            KeyRef.GATE,
            List.of("vault_id", "trigger_id", "epoch", "stage", "path"),
            row ->
                KeyContext.of("release-key")
                    .and("vault", row.get("vault_id"))
                    .and("trigger", row.get("trigger_id"))
                    .and("epoch", row.get("epoch"))
                    .and("recipient", AgeRecipient.parse(row.get("recipient")).fingerprint()))
        .with("recipient");
  }

  private static KeyContext context(Epoch epoch, AgeRecipient recipient) {
    return KeyContext.of("release-key")
        .and("vault", epoch.vault())
        .and("trigger", epoch.trigger())
        .and("epoch", epoch.number())
        .and("recipient", recipient.fingerprint());
  }
}
