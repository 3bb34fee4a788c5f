package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * At the start: the signing key is there, and the platform's chain says since when. A server that
 * cannot sign entries cannot do anything, so it does not start; one whose database is not there yet
 * makes it when it is.
 */
@ApplicationScoped
class FirstEntry {
  // Several servers may start at once; the entry is made once.
  private static final String ALONE =
      "SELECT pg_advisory_xact_lock(hashtext('vault_core.audit_key_made')) IS NULL AS alone";

  private static final String MADE =
      """
      SELECT 1 FROM vault_core.audit_log
       WHERE chain_id = ? AND chain_kind = 'platform' AND type = ? AND resource_id = ?
      """;

  private final Sql sql;
  private final EngineWork engine;
  private final AuditKey key;
  private final ChainWriter writer;

  @Inject
  FirstEntry(Sql sql, EngineWork engine, AuditKey key, ChainWriter writer) {
    this.sql = sql;
    this.engine = engine;
    this.key = key;
    this.writer = writer;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  FirstEntry() {
    sql = null;
    engine = null;
    key = null;
    writer = null;
  }

  void make() {
    var signer = key.get().verificationKey();
    engine.run(
        () -> {
          sql.one(ALONE, row -> true);
          var type = EventType.AUDIT_KEY_MADE;
          if (sql.list(MADE, row -> true, Chain.PLATFORM, type.text(), signer.fingerprint())
              .isEmpty()) {
            writer.append(
                Draft.of(
                    Chain.ofPlatform(),
                    type,
                    new Resource("audit_key", signer.fingerprint()),
                    Actor.system("audit"),
                    Map.of("key", signer.text())));
          }
        });
  }
}
