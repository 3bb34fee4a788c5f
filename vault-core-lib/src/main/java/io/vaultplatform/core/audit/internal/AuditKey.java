package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs entries: made once for the whole installation, sealed by the key service,
 * opened at first use and kept for as long as the server runs.
 *
 * <p>Kept, because every entry is signed inside somebody's transaction; a key service at the other
 * end of a network would otherwise decide how long heads stay locked.
 */
@ApplicationScoped
class AuditKey {
  private static final String ADD =
      """
      INSERT INTO vault_core.audit_signing_key (public_key, sealed_seed, created_at)
      VALUES (?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      "SELECT public_key, sealed_seed FROM vault_core.audit_signing_key";

  private final Sql sql;
  private final KeyService keys;
  private final EngineWork engine;
  private @Nullable SigningKey opened;

  @Inject
  AuditKey(Sql sql, KeyService keys, EngineWork engine) {
    this.sql = sql;
    this.keys = keys;
    this.engine = engine;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  AuditKey() {
    sql = null;
    keys = null;
    engine = null;
  }

  /** The key; made when there is none yet. Stays this object's own: callers do not close it. */
  synchronized SigningKey get() {
    var key = opened;
    if (key == null) {
      key = engine.call(this::findOrMake);
      opened = key;
    }
    return key;
  }

  private SigningKey findOrMake() {
    return sql.find(FIND, row -> open(row.text("public_key"), row.bytes("sealed_seed")))
        .orElseGet(this::make);
  }

  private SigningKey make() {
    try (var fresh = SigningKey.generate(Suite.CLASSIC);
        var seed = fresh.seed()) {
      var key = fresh.verificationKey();
      // Two first starts at once: the second waits for the first and takes its key.
      sql.update(ADD, key.text(), keys.seal(KeyRef.AUDIT, seed, context(key.text())));
    }
    return sql.one(FIND, row -> open(row.text("public_key"), row.bytes("sealed_seed")));
  }

  private SigningKey open(String publicKey, byte[] sealed) {
    var expected = new VerificationKey(publicKey);
    try (var seed = keys.unseal(KeyRef.AUDIT, sealed, context(publicKey))) {
      var key = SigningKey.ofSeed(seed);
      if (!key.verificationKey().equals(expected)) {
        throw new VaultException("the audit signing key is not the one of the table: restore it");
      }
      return key;
    }
  }

  private static KeyContext context(String publicKey) {
    return KeyContext.of("audit-signing-key").and("key", publicKey);
  }

  @PreDestroy
  synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
