package io.vaultplatform.core.kms.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Sealing;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.KeeperWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether the keys at hand are the ones that this database was sealed under.
 *
 * <p>A key store made anew, or another one, seals and unseals as well as the right one; only what
 * is stored already shows the difference. So each version of each key seals one random value into
 * the database before it seals anything else, and has to open it until it is destroyed on purpose.
 * The key of erasable things has one too. Format: {@code docs/formats/key-check-v1.md}.
 */
@ApplicationScoped
class KeyChecks {
  private static final String ALL = "SELECT key, version, sealed FROM vault_core.key_checks";

  // Two first starts at once: the second waits for the first one's commit and is then measured by
  // its value.
  private static final String ADD =
      """
      INSERT INTO vault_core.key_checks (key, version, sealed, created_at)
      VALUES (?, ?, ?, clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private static final String REMOVE =
      "DELETE FROM vault_core.key_checks WHERE key = ? AND version = ?";

  // A database that served before there were checks has a signing key, and no check for it.
  private static final String SERVED_WITHOUT =
      """
      SELECT coalesce(pg_relation_size(to_regclass('vault_core.audit_signing_key')), 0) > 0
             AS served
      """;

  /** What the check of the key of erasable things belongs to; never erased. */
  private static final Thing NOTHING = Thing.subject(new UUID(0, 0));

  private static final String ERASABLE = "erasable";

  private final EngineWork work;
  private final KeeperWork keeper;
  private final Sql sql;

  @Inject
  KeyChecks(EngineWork work, KeeperWork keeper, Sql sql) {
    this.work = work;
    this.keeper = keeper;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  KeyChecks() {
    work = null;
    keeper = null;
    sql = null;
  }

  /** The keys under which this database holds nothing; these alone may be made. */
  Set<KeyRef> unused() {
    return work.call(
        () -> {
          boolean served = sql.one(SERVED_WITHOUT, row -> row.flag("served"));
          var unused = served ? EnumSet.noneOf(KeyRef.class) : EnumSet.allOf(KeyRef.class);
          stored().forEach(check -> KeyRef.named(check.key()).ifPresent(unused::remove));
          return unused;
        });
  }

  /**
   * The name of the first key that is not the one this database was sealed under. A version without
   * a check gets one.
   */
  Optional<String> wrong(Custodies custodies) {
    return work.call(
        () -> {
          addMissing(custodies, stored());
          return wrong(custodies, stored());
        });
  }

  /** A version that was destroyed on purpose is compared no more. */
  void remove(KeyVersion version) {
    keeper.run(() -> sql.update(REMOVE, version.key().text(), version.number()));
  }

  private static Optional<String> wrong(Custodies custodies, List<Check> stored) {
    return stored.stream()
        .filter(check -> !opens(custodies, check))
        .map(check -> check.number() == 1 ? check.key() : check.key() + "." + check.number())
        .findFirst();
  }

  private static boolean opens(Custodies custodies, Check check) {
    if (check.key().equals(ERASABLE)) {
      try {
        return custodies
            .erasures()
            .open(List.of(NOTHING), check.sealed().toArray(), erasableCheck())
            .isPresent();
      } catch (KeyServiceException e) {
        throw e;
      } catch (VaultException e) {
        return false; // another key: one answer for the probe, and the start says it by name
      }
    }
    return KeyRef.named(check.key())
        .filter(ref -> custodies.opens(ref, check.sealed().toArray(), context(ref)))
        .isPresent();
  }

  private void addMissing(Custodies custodies, List<Check> stored) {
    for (var ref : KeyRef.values()) {
      for (var version : custodies.versions(ref)) {
        if (stored.stream().noneMatch(check -> check.isOf(ref.text(), version.number()))) {
          try (var value = Randomness.secret(32)) {
            add(ref.text(), version.number(), custodies.seal(version, value, context(ref)));
          }
        }
      }
    }
    if (stored.stream().noneMatch(check -> check.isOf(ERASABLE, 1))) {
      var value = Randomness.bytes(32);
      add(ERASABLE, 1, custodies.erasures().seal(List.of(NOTHING), value, erasableCheck()));
    }
  }

  private void add(String key, int version, byte[] sealed) {
    sql.update(ADD, key, version, sealed);
  }

  private record Check(String key, int number, Bytes sealed) {
    boolean isOf(String name, int version) {
      return key.equals(name) && number == version;
    }
  }

  private List<Check> stored() {
    return sql.list(
        ALL,
        row -> new Check(row.text("key"), row.integer("version"), Bytes.of(row.bytes("sealed"))));
  }

  private static Sealing.Meaning erasableCheck() {
    return Sealing.Meaning.of("vault/key-check/v1").and(ERASABLE);
  }

  static KeyContext context(KeyRef ref) {
    return KeyContext.of("key-check").and("key", ref.text());
  }
}
