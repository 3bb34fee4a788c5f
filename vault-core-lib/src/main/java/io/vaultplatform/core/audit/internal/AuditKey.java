package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Succession;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs entries, and those before it: made once for the whole installation and again
 * when an operator orders it, sealed by the key service, opened at first use and kept for as long
 * as it signs.
 *
 * <p>Kept, because every entry is signed inside somebody's transaction; a key service at the other
 * end of a network would otherwise decide how long heads stay locked. Whoever locks a head is told
 * which key signs now, so a server that keeps an older one notices before it signs.
 */
@ApplicationScoped
class AuditKey {
  private static final String ADD =
      """
      INSERT INTO vault_core.audit_signing_key (number, public_key, sealed_seed, succession, created_at)
      VALUES (?, ?, ?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT number, public_key, sealed_seed FROM vault_core.audit_signing_key
       ORDER BY number DESC LIMIT 1
      """;

  private static final String SUCCESSIONS =
      """
      SELECT succession FROM vault_core.audit_signing_key
       WHERE succession IS NOT NULL ORDER BY number
      """;

  private final Sql sql;
  private final KeyService keys;
  private final EngineWork engine;
  private @Nullable SigningKey opened;
  private List<Succession> path = List.of();

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
      path = successions();
      opened = key;
    }
    return key;
  }

  /** The key whose public half is {@code text}, which signs now by what the database says. */
  synchronized SigningKey signing(String text) {
    if (!get().verificationKey().text().equals(text)) {
      // Not closed: another thread may be signing with it. It is wiped with the heap it is in.
      opened = null;
    }
    var key = get();
    if (!key.verificationKey().text().equals(text)) {
      throw new VaultException("the log's signing key changed while it was fetched: ask again");
    }
    return key;
  }

  /** A receipt as it is given: with what leads to the key that signed it. */
  synchronized Receipt given(Receipt receipt) {
    if (opened != null && !isKnown(receipt, opened.verificationKey())) {
      // Signed by another server since the keys changed; what is at hand does not lead there.
      opened = null;
    }
    return receipt.with(opened == null ? successions() : path);
  }

  private boolean isKnown(Receipt receipt, VerificationKey now) {
    return receipt
        .signed()
        .unverifiedSigner()
        .filter(key -> key.equals(now) || path.stream().anyMatch(step -> step.from().equals(key)))
        .isPresent();
  }

  /** The key that signs now by what the database says. */
  SigningKey present() {
    get();
    return signing(engine.call(() -> sql.one(FIND, row -> row.text("public_key"))));
  }

  /** How the first key came to the present one. */
  List<Succession> successions() {
    return engine.call(() -> sql.list(SUCCESSIONS, row -> succession(row.text("succession"))));
  }

  private static Succession succession(String canonical) {
    return Succession.of(
        Fields.of(CanonicalJson.parse(canonical.getBytes(StandardCharsets.UTF_8)), "succession"));
  }

  /** Stores the key that follows the present one; in the transaction that announces it. */
  void add(SigningKey next, Succession succession) {
    int number = sql.one(FIND, row -> row.integer("number")) + 1;
    try (var seed = next.seed()) {
      var text = next.verificationKey().text();
      sql.updateOne(
          ADD,
          number,
          text,
          keys.seal(KeyRef.AUDIT, seed, context(text)),
          CanonicalJson.text(succession.toTree()));
    }
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
      sql.update(
          ADD, 1, key.text(), keys.seal(KeyRef.AUDIT, seed, context(key.text())), Optional.empty());
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

  @Produces
  @Dependent
  static SealedColumn sealed() {
    return SealedColumn.of(
            "audit_signing_key",
            "sealed_seed",
            KeyRef.AUDIT,
            List.of("number"),
            row -> context(row.get("public_key")))
        .with("public_key");
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
