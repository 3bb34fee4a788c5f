package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.ErasureKeys;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * One key per chain and subject, so that a person's payloads can be erased by destroying one row.
 *
 * <p>Made in a transaction of its own: a key without a payload does no harm, and whoever appends to
 * somebody else's chain must not be able to read that chain's keys.
 */
@ApplicationScoped
class SubjectKeys {
  private static final String FIND =
      """
      SELECT sealed_key FROM vault_core.audit_subject_keys
       WHERE chain_id = ? AND chain_kind = ? AND subject_id = ?
      """;

  private static final String ADD =
      """
      INSERT INTO vault_core.audit_subject_keys (chain_id, chain_kind, subject_id, sealed_key, created_at)
      VALUES (?, ?, ?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private static final String SUBJECTS =
      """
      SELECT subject_id FROM vault_core.audit_subject_keys
       WHERE chain_id = ? AND chain_kind = ?
       ORDER BY subject_id
      """;

  private static final String FORGET_PAYLOADS =
      "DELETE FROM vault_core.audit_payloads WHERE subject_id = ?";

  private static final String FORGET_KEYS =
      "DELETE FROM vault_core.audit_subject_keys WHERE subject_id = ?";

  private final Sql sql;
  private final KeyService keys;
  private final ErasureKeys erasures;
  private final EngineWork engine;

  @Inject
  SubjectKeys(Sql sql, KeyService keys, ErasureKeys erasures, EngineWork engine) {
    this.sql = sql;
    this.keys = keys;
    this.erasures = erasures;
    this.engine = engine;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  SubjectKeys() {
    sql = null;
    keys = null;
    erasures = null;
    engine = null;
  }

  /**
   * The subject's key, made when there is none; empty when the subject, or the vault of the chain,
   * was erased for good. The caller closes it.
   */
  Optional<SecretBytes> of(Chain chain, UUID subject) {
    return engine.call(
        () -> {
          if (sql.find(FIND, row -> true, chain.id(), chain.kind(), subject).isEmpty()) {
            try (var fresh = Sealing.newKey()) {
              var sealed =
                  keys.seal(KeyRef.AUDIT, fresh, context(chain.kind(), chain.id(), subject));
              sql.update(ADD, chain.id(), chain.kind(), subject, sealed);
            }
          }
          return find(chain, subject);
        });
  }

  /** Shows every key of a chain that was not destroyed, one at a time. */
  void each(Chain chain, BiConsumer<UUID, SecretBytes> use) {
    List<UUID> subjects =
        engine.call(
            () -> sql.list(SUBJECTS, row -> row.uuid("subject_id"), chain.id(), chain.kind()));
    for (var subject : subjects) {
      var found = engine.call(() -> find(chain, subject));
      if (found.isPresent()) {
        try (var key = found.get()) {
          use.accept(subject, key);
        }
      }
    }
  }

  // The key in the row is half of it: the other half is not in the database and goes with the
  // subject.
  private Optional<SecretBytes> find(Chain chain, UUID subject) {
    var sealed =
        sql.find(FIND, row -> row.bytes("sealed_key"), chain.id(), chain.kind(), subject)
            .orElseThrow(() -> new VaultException("the key of subject " + subject + " is gone"));
    try (var stored =
        keys.unseal(KeyRef.AUDIT, sealed, context(chain.kind(), chain.id(), subject))) {
      return erasures.join(stored, things(chain, subject));
    }
  }

  private static List<Thing> things(Chain chain, UUID subject) {
    return switch (chain) {
      case Chain.OfVault(var vault) -> List.of(Thing.vault(vault), Thing.subject(subject));
      case Chain.OfAccount a -> List.of(Thing.subject(subject));
      case Chain.OfPlatform p -> List.of(Thing.subject(subject));
    };
  }

  /** Removes a subject's keys and payloads from every chain; for the eraser. */
  void forget(UUID subject) {
    sql.update(FORGET_PAYLOADS, subject);
    sql.update(FORGET_KEYS, subject);
  }

  @Produces
  @Dependent
  static SealedColumn sealed() {
    return SealedColumn.of(
        "audit_subject_keys",
        "sealed_key",
        KeyRef.AUDIT,
        List.of("chain_id", "chain_kind", "subject_id"),
        row -> context(row.get("chain_kind"), row.get("chain_id"), row.get("subject_id")));
  }

  private static KeyContext context(Object kind, Object chain, Object subject) {
    return KeyContext.of("audit-subject-key")
        .and("kind", kind)
        .and("chain", chain)
        .and("subject", subject);
  }
}
