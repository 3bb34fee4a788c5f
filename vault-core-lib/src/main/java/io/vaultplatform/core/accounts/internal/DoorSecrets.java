package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.store.DoorWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The platform's own secrets at the door: made by whichever server needs one first, sealed by the
 * key service, the same for every server.
 */
@ApplicationScoped
class DoorSecrets {
  private static final String FIND =
      "SELECT name, sealed, public_part FROM vault_core.door_secrets WHERE name = ?";

  private static final String PUBLIC_PARTS =
      """
      SELECT public_part FROM vault_core.door_secrets
       WHERE public_part IS NOT NULL AND (superseded_at IS NULL OR superseded_at > ?)
       ORDER BY created_at DESC, name
      """;

  private static final String ADD =
      """
      INSERT INTO vault_core.door_secrets (name, sealed, public_part, created_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String NEWEST =
      """
      SELECT coalesce(max(substr(name, length(?) + 1)::integer), 0) AS newest
        FROM vault_core.door_secrets WHERE name LIKE ?
      """;

  private static final String SUPERSEDE =
      """
      UPDATE vault_core.door_secrets SET superseded_at = ?
       WHERE name LIKE ? AND name <> ? AND superseded_at IS NULL
      """;

  private static final String WAITING =
      """
      SELECT count(*) AS count FROM vault_core.door_secrets
       WHERE name LIKE ? AND superseded_at > ?
      """;

  private static final String REMOVE =
      "DELETE FROM vault_core.door_secrets WHERE name LIKE ? AND superseded_at <= ?";

  /** A fresh secret and, where it is half of a pair, what is public of it. */
  record Fresh(SecretBytes secret, Optional<String> publicPart) implements AutoCloseable {
    @Override
    public void close() {
      secret.close();
    }
  }

  private final DoorWork door;
  private final Sql sql;
  private final KeyService keys;
  private final Clock clock;

  @Inject
  DoorSecrets(DoorWork door, Sql sql, KeyService keys, Clock clock) {
    this.door = door;
    this.sql = sql;
    this.keys = keys;
    this.clock = clock;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  DoorSecrets() {
    door = null;
    sql = null;
    keys = null;
    clock = null;
  }

  /** The secret of this name, in a transaction of its own; made now when it is not there. */
  public SecretBytes findOrMake(String name, KeyRef key, Supplier<Fresh> make) {
    return door.call(() -> find(name, key).orElseGet(() -> add(name, key, make)));
  }

  /** What is public of every pair that may still count, newest first. */
  public List<String> publicParts(Duration life) {
    var since = clock.instant().minus(life);
    return door.call(() -> sql.list(PUBLIC_PARTS, row -> row.text("public_part"), since));
  }

  public Instant now() {
    return clock.instant();
  }

  /** The highest number behind a name; 0 when there is none. */
  public int newest(String prefix) {
    return door.call(() -> sql.one(NEWEST, row -> row.integer("newest"), prefix, prefix + "%"));
  }

  /** In the caller's transaction: this one takes the place of those before; false if it has. */
  public boolean succeed(String prefix, String name, KeyRef key, Supplier<Fresh> make) {
    try (var fresh = make.get()) {
      var now = clock.instant();
      int made =
          sql.update(
              ADD, name, keys.seal(key, fresh.secret(), context(name)), fresh.publicPart(), now);
      if (made == 1) {
        sql.update(SUPERSEDE, now, prefix + "%", name);
      }
      return made == 1;
    }
  }

  /** How many took their leave too recently to be removed. */
  public long waiting(String prefix, Duration life) {
    var since = clock.instant().minus(life);
    return door.call(() -> sql.one(WAITING, row -> row.number("count"), prefix + "%", since));
  }

  /** Removes those that took their leave longer ago. */
  public int removeOver(String prefix, Duration life) {
    var since = clock.instant().minus(life);
    return door.call(() -> sql.update(REMOVE, prefix + "%", since));
  }

  private Optional<SecretBytes> find(String name, KeyRef key) {
    return sql.find(FIND, row -> keys.unseal(key, row.bytes("sealed"), context(name)), name);
  }

  // Two servers may both make one; the second waits for the first's commit, writes nothing, and
  // reads the first's.
  private SecretBytes add(String name, KeyRef key, Supplier<Fresh> make) {
    try (var fresh = make.get()) {
      sql.update(
          ADD,
          name,
          keys.seal(key, fresh.secret(), context(name)),
          fresh.publicPart(),
          clock.instant());
    }
    return find(name, key).orElseThrow();
  }

  @Produces
  @Dependent
  static SealedColumn tokenKeys() {
    return column(KeyRef.TOKEN).where("name LIKE 'access-token-key-%'");
  }

  @Produces
  @Dependent
  static SealedColumn otherSecrets() {
    return column(KeyRef.DIRECTORY).where("name NOT LIKE 'access-token-key-%'");
  }

  private static SealedColumn column(KeyRef key) {
    return SealedColumn.of(
        "door_secrets", "sealed", key, List.of("name"), row -> context(row.get("name")));
  }

  private static KeyContext context(String name) {
    return KeyContext.of("door-secret").and("name", name);
  }
}
