package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditKeys;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.audit.Succession;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.EraserWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/**
 * {@link AuditKeys}: announcement, succession and the new key's row are one transaction, so an
 * entry signed by the new key never precedes what announces it.
 */
@ApplicationScoped
class KeyDesk implements AuditKeys {
  private static final String DONE =
      """
      SELECT 1 FROM vault_core.audit_log
       WHERE chain_id = ? AND chain_kind = 'platform' AND type = 'audit_key_succeeded'
         AND resource_id = ?
      """;

  private final Sql sql;
  private final EngineWork engine;
  private final EraserWork eraser;
  private final AuditKey key;
  private final ChainWriter writer;
  private final SubjectKeys subjects;

  @Inject
  KeyDesk(
      Sql sql,
      EngineWork engine,
      EraserWork eraser,
      AuditKey key,
      ChainWriter writer,
      SubjectKeys subjects) {
    this.sql = sql;
    this.engine = engine;
    this.eraser = eraser;
    this.key = key;
    this.writer = writer;
    this.subjects = subjects;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  KeyDesk() {
    sql = null;
    engine = null;
    eraser = null;
    key = null;
    writer = null;
    subjects = null;
  }

  @Override
  public void rotate(UUID occasion) {
    engine.run(
        () -> {
          if (sql.list(DONE, row -> true, Chain.PLATFORM, occasion.toString()).isEmpty()) {
            succeed(occasion);
          }
        });
  }

  private void succeed(UUID occasion) {
    try (var next = SigningKey.generate(Suite.CLASSIC)) {
      var old = key.present();
      var entry =
          writer.append(
              Draft.of(
                  Chain.ofPlatform(),
                  EventType.AUDIT_KEY_SUCCEEDED,
                  Resource.of("audit_key", occasion),
                  Actor.system("operator"),
                  Map.of(
                      "key",
                      next.verificationKey().text(),
                      "previous",
                      old.verificationKey().text())));
      // The head of the platform's chain is locked by now: of two rotations the second comes here
      // after the first one's commit, and then the writer has refused to sign with the old key.
      key.add(next, Succession.announce(old, next, entry.time().truncatedTo(ChronoUnit.MICROS)));
    }
  }

  @Override
  public void forget(UUID subject) {
    eraser.run(() -> subjects.forget(subject));
  }
}
