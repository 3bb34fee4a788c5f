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
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One-time release keys. A row that is gone is a key that is gone: nothing else holds the private
 * half, so a check-in, which deletes the row, takes every confirmation with it.
 */
@ApplicationScoped
class ReleaseKeyRows {
  private static final String FIND =
      """
      SELECT signed, recipient, sealed FROM vault_core.gate_release_keys
       WHERE vault_id = ? AND trigger_id = ? AND epoch = ?
      """;

  private static final String ADD =
      """
      INSERT INTO vault_core.gate_release_keys
             (vault_id, trigger_id, epoch, keys_hash, signed, recipient, sealed, made_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
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

  /** Release keys that exist. */
  record Stored(Signed signed, AgeRecipient recipient, Bytes sealedSeed) {}

  public Optional<Stored> find(Epoch epoch) {
    return sql.find(
        FIND,
        row ->
            new Stored(
                GateRows.signed(row.text("signed")),
                AgeRecipient.parse(row.text("recipient")),
                Bytes.of(row.bytes("sealed"))),
        epoch.vault().value(),
        epoch.trigger(),
        epoch.number());
  }

  public Signed make(ReleasePolicy policy, SigningKey gateKey) {
    var epoch = policy.epoch();
    var now = sql.now().truncatedTo(ChronoUnit.MICROS);
    try (var identity = AgeIdentity.generate(Suite.CLASSIC);
        var seed = identity.seed()) {
      var signed = new ReleaseKeys(epoch, policy.hash(), now, identity.recipient()).sign(gateKey);
      sql.update(
          ADD,
          epoch.vault().value(),
          epoch.trigger(),
          epoch.number(),
          signed.bodyHash(),
          new String(signed.bytes(), StandardCharsets.UTF_8),
          identity.recipient().text(),
          keys.seal(KeyRef.GATE, seed, context(epoch, identity.recipient())),
          now);
      return signed;
    }
  }

  /** The private half. The caller closes it. */
  public AgeIdentity open(Epoch epoch, Stored stored) {
    try (var seed =
        gate.unseal(stored.sealedSeed().toArray(), context(epoch, stored.recipient()))) {
      return AgeIdentity.ofSeed(Suite.CLASSIC, seed);
    }
  }

  /**
   * Does with the key service what release keys need, and keeps nothing: opens those there are, or
   * seals what would be new ones.
   *
   * @throws io.vaultplatform.core.kms.KeyServiceException when it cannot be done
   */
  public void tryOut(Epoch epoch) {
    var stored = find(epoch);
    if (stored.isPresent()) {
      open(epoch, stored.get()).close();
      return;
    }
    try (var identity = AgeIdentity.generate(Suite.CLASSIC);
        var seed = identity.seed()) {
      keys.seal(KeyRef.GATE, seed, context(epoch, identity.recipient()));
    }
  }

  private static KeyContext context(Epoch epoch, AgeRecipient recipient) {
    return KeyContext.of("release-key")
        .and("vault", epoch.vault())
        .and("trigger", epoch.trigger())
        .and("epoch", epoch.number())
        .and("recipient", recipient.text());
  }
}
