package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the keys at hand are the ones that this database was sealed under.
 *
 * <p>A key store made anew, or another one, seals and unseals as well as the right one; only what
 * is stored already shows the difference. So each key seals one random value into the database
 * before it seals anything else, and has to open it ever after. Format: {@code
 * docs/formats/key-check-v1.md}.
 */
@ApplicationScoped
class KeyChecks {
  private static final String ALL = "SELECT key, sealed FROM vault_core.key_checks";

  // Two first starts at once: the second waits for the first one's commit and is then measured by
  // its value.
  private static final String ADD =
      """
      INSERT INTO vault_core.key_checks (key, sealed, created_at)
      VALUES (?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  // A database that served before there were checks has a signing key, and no check for it.
  private static final String SERVED_WITHOUT =
      """
      SELECT coalesce(pg_relation_size(to_regclass('vault_core.audit_signing_key')), 0) > 0
             AS served
      """;

  private final EngineWork work;
  private final Sql sql;

  @Inject
  KeyChecks(EngineWork work, Sql sql) {
    this.work = work;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  KeyChecks() {
    work = null;
    sql = null;
  }

  /** The keys under which this database holds nothing; these alone may be made. */
  Set<KeyRef> unused() {
    return work.call(
        () -> {
          boolean served = sql.one(SERVED_WITHOUT, row -> row.flag("served"));
          var unused = served ? EnumSet.noneOf(KeyRef.class) : EnumSet.allOf(KeyRef.class);
          unused.removeAll(stored().keySet());
          return unused;
        });
  }

  /**
   * The first key that is not the one this database was sealed under. A key without a check gets
   * one.
   */
  Optional<KeyRef> wrong(Custodies custodies) {
    return work.call(
        () -> {
          var stored = stored();
          if (stored.size() < KeyRef.values().length) {
            List.of(KeyRef.values()).forEach(ref -> addCheck(custodies, ref));
            stored = stored();
          }
          for (var ref : KeyRef.values()) {
            var sealed = Optional.ofNullable(stored.get(ref)).orElseThrow();
            if (!custodies.opens(ref, sealed, context(ref))) {
              return Optional.of(ref);
            }
          }
          return Optional.empty();
        });
  }

  private void addCheck(Custodies custodies, KeyRef ref) {
    try (var value = Randomness.secret(32)) {
      sql.update(ADD, ref.text(), custodies.application().seal(ref, value, context(ref)));
    }
  }

  private Map<KeyRef, byte[]> stored() {
    record Check(String key, Bytes sealed) {}
    var found = sql.list(ALL, row -> new Check(row.text("key"), Bytes.of(row.bytes("sealed"))));
    var stored = new EnumMap<KeyRef, byte[]>(KeyRef.class);
    for (var ref : KeyRef.values()) {
      found.stream()
          .filter(check -> check.key().equals(ref.text()))
          .forEach(check -> stored.put(ref, check.sealed().toArray()));
    }
    return stored;
  }

  static KeyContext context(KeyRef ref) {
    return KeyContext.of("key-check").and("key", ref.text());
  }
}
