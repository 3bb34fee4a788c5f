package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
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

  private final Sql sql;
  private final KeyService keys;
  private final EngineWork engine;

  @Inject
  SubjectKeys(Sql sql, KeyService keys, EngineWork engine) {
    this.sql = sql;
    this.keys = keys;
    this.engine = engine;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  SubjectKeys() {
    sql = null;
    keys = null;
    engine = null;
  }

  /** The subject's key, made when there is none. The caller closes it. */
  SecretBytes of(Chain chain, UUID subject) {
    return engine.call(
        () -> {
          if (sql.find(FIND, row -> true, chain.id(), chain.kind(), subject).isEmpty()) {
            try (var fresh = Sealing.newKey()) {
              var sealed = keys.seal(KeyRef.AUDIT, fresh, context(chain, subject));
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
      try (var key = engine.call(() -> find(chain, subject))) {
        use.accept(subject, key);
      }
    }
  }

  private SecretBytes find(Chain chain, UUID subject) {
    var sealed =
        sql.find(FIND, row -> row.bytes("sealed_key"), chain.id(), chain.kind(), subject)
            .orElseThrow(() -> new VaultException("the key of subject " + subject + " is gone"));
    return keys.unseal(KeyRef.AUDIT, sealed, context(chain, subject));
  }

  private static KeyContext context(Chain chain, UUID subject) {
    return KeyContext.of("audit-subject-key")
        .and("kind", chain.kind())
        .and("chain", chain.id())
        .and("subject", subject);
  }
}
