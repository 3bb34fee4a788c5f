package io.vaultplatform.core.escrow.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.kms.GateKeyService;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/**
 * The gate's two keys of each suite, made once for the installation. Sealed under the gate's own
 * key of the key service, so that the rest of the server can make and store them but never use
 * them.
 */
@ApplicationScoped
class GateKeyRows {
  private static final String FIND =
      """
      SELECT recipient, sealed_identity, signing, sealed_signing FROM vault_core.gate_keys
       WHERE suite = ?
      """;

  private static final String ADD =
      """
      INSERT INTO vault_core.gate_keys
             (suite, recipient, sealed_identity, signing, sealed_signing, created_at)
      VALUES (?, ?, ?, ?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private final Sql sql;
  private final KeyService keys;
  private final GateKeyService gate;
  private final AuditLog log;

  @Inject
  GateKeyRows(Sql sql, KeyService keys, GateKeyService gate, AuditLog log) {
    this.sql = sql;
    this.keys = keys;
    this.gate = gate;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  GateKeyRows() {
    sql = null;
    keys = null;
    gate = null;
    log = null;
  }

  private record Stored(GateKeys keys, Bytes identity, Bytes signing) {
    static Stored of(Row row) {
      return new Stored(
          new GateKeys(
              AgeRecipient.parse(row.text("recipient")), new VerificationKey(row.text("signing"))),
          Bytes.of(row.bytes("sealed_identity")),
          Bytes.of(row.bytes("sealed_signing")));
    }
  }

  /** The public halves. In the gate's transaction. */
  public GateKeys get(Suite suite) {
    return stored(suite).keys();
  }

  /** The private identity. The caller closes it. */
  public AgeIdentity identity(Suite suite) {
    var stored = stored(suite);
    try (var seed =
        gate.unseal(stored.identity().toArray(), identityContext(stored.keys().recipient()))) {
      var identity = AgeIdentity.ofSeed(suite, seed);
      if (!identity.recipient().equals(stored.keys().recipient())) {
        throw new KeyServiceException(
            "the gate's identity is not the one of its row: restore gate_keys");
      }
      return identity;
    }
  }

  /** The private signing key. The caller closes it. */
  public SigningKey signing(Suite suite) {
    var stored = stored(suite);
    try (var seed =
        gate.unseal(stored.signing().toArray(), signingContext(stored.keys().signing()))) {
      var key = SigningKey.ofSeed(seed);
      if (!key.verificationKey().equals(stored.keys().signing())) {
        throw new KeyServiceException(
            "the gate's key is not the one of its row: restore gate_keys");
      }
      return key;
    }
  }

  private Stored stored(Suite suite) {
    return sql.find(FIND, Stored::of, suite.text()).orElseGet(() -> make(suite));
  }

  private Stored make(Suite suite) {
    try (var identity = AgeIdentity.generate(suite);
        var identitySeed = identity.seed();
        var signing = SigningKey.generate(suite);
        var signingSeed = signing.seed()) {
      // Two first calls at once: the second waits for the first and takes its keys.
      int made =
          sql.update(
              ADD,
              suite.text(),
              identity.recipient().text(),
              keys.seal(KeyRef.GATE, identitySeed, identityContext(identity.recipient())),
              signing.verificationKey().text(),
              keys.seal(KeyRef.GATE, signingSeed, signingContext(signing.verificationKey())));
      if (made == 1) {
        log.append(
            Draft.of(
                Chain.ofPlatform(),
                EventType.GATE_KEYS_MADE,
                new Resource("gate", identity.recipient().fingerprint()),
                Actor.system("gate"),
                Map.of(
                    "recipient",
                    identity.recipient().text(),
                    "signing",
                    signing.verificationKey().text())));
      }
    }
    return sql.one(FIND, Stored::of, suite.text());
  }

  @Produces
  @Dependent
  static SealedColumn sealedIdentity() {
    return SealedColumn.of(
            "gate_keys",
            "sealed_identity",
            KeyRef.GATE,
            List.of("suite"),
            row -> identityContext(AgeRecipient.parse(row.get("recipient"))))
        .with("recipient");
  }

  @Produces
  @Dependent
  static SealedColumn sealedSigning() {
    return SealedColumn.of(
            "gate_keys",
            "sealed_signing",
            KeyRef.GATE,
            List.of("suite"),
            row -> signingContext(new VerificationKey(row.get("signing"))))
        .with("signing");
  }

  private static KeyContext identityContext(AgeRecipient recipient) {
    return KeyContext.of("gate-identity").and("recipient", recipient.fingerprint());
  }

  private static KeyContext signingContext(VerificationKey key) {
    return KeyContext.of("gate-signing-key").and("key", key.fingerprint());
  }
}
