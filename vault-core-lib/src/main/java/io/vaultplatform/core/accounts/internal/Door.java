package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.BackOff;
import io.vaultplatform.core.accounts.BackOff.Tries;
import io.vaultplatform.core.accounts.KdfParameters;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.accounts.SignInParameters;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Hkdf;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.keys.SlotKeys;
import io.vaultplatform.core.keys.UnlockSlots;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.store.DoorWork;
import io.vaultplatform.core.store.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who knocks: looks a name up, compares one hash and counts the failures, under the role that alone
 * may.
 *
 * <p>A name that does not exist takes the same way as one that does: the same statements, a
 * comparison with a decoy, the same counting. Names and addresses are counted under keyed hashes,
 * so the table names nobody.
 */
@ApplicationScoped
class Door implements AutoCloseable {
  private static final String FIND =
      """
      SELECT account_id, kdf, salt, auth_salt, auth_hash, slot_verifiers, prf_salt
        FROM vault_core.accounts WHERE name = ?
      """;

  // Inserted or not, the row is locked from here on: tries for one name come one after the other,
  // so that a burst of
  // them is counted one by one.
  private static final String LOCK_TRIES =
      """
      INSERT INTO vault_core.sign_in_tries AS t (subject, failures, last_at, wait_until) VALUES (?, 0, ?, ?)
      ON CONFLICT (subject) DO UPDATE SET subject = t.subject
      RETURNING failures, last_at, wait_until, known_at
      """;

  private static final String COUNT =
      "UPDATE vault_core.sign_in_tries SET failures = ?, last_at = ?, wait_until = ? WHERE subject"
          + " = ?";

  private static final String KNOWN =
      "UPDATE vault_core.sign_in_tries SET failures = 0, last_at = ?, wait_until = ?, known_at = ?"
          + " WHERE subject = ?";

  private static final String FORGET_ALL =
      """
      DELETE FROM vault_core.sign_in_tries WHERE last_at < ? AND (known_at IS NULL OR known_at < ?)
      """;

  /** How long an address stays familiar after the last sign-in from there. */
  private static final Duration FAMILIAR = Duration.ofDays(180);

  /** What the door found. */
  sealed interface Verdict {
    record Known(AccountId account, Key key) implements Verdict {}

    record Unknown(Optional<AccountId> named) implements Verdict {}

    record Wait(Duration time) implements Verdict {}
  }

  /** Which key it was that opened. */
  enum Key {
    PASSPHRASE,
    SLOT
  }

  /** What is remembered of a subject; {@code knownAt} is set for a name at an address only. */
  private record Counted(Tries tries, Optional<Instant> knownAt) {
    boolean isFamiliar(Instant now) {
      return knownAt.isPresent() && now.isBefore(knownAt.get().plus(FAMILIAR));
    }
  }

  private record Stored(
      Optional<AccountId> account,
      SignInParameters parameters,
      Bytes salt,
      SecretBytes hash,
      Bytes verifiers)
      implements AutoCloseable {

    // All five comparisons each time, so that none of them is told by the time it takes.
    Optional<Key> matching(SecretBytes key) {
      Optional<Key> found = Optional.empty();
      var given = SlotKeys.verifierOf(key).toArray();
      for (int place = 0; place < UnlockSlots.COUNT; place++) {
        var verifier = Arrays.copyOfRange(verifiers.toArray(), place * 32, (place + 1) * 32);
        if (Digest.same(given, verifier)) {
          found = Optional.of(Key.SLOT);
        }
      }
      try (var hashed = Door.hash(key, salt.toArray())) {
        return hashed.equals(hash) ? Optional.of(Key.PASSPHRASE) : found;
      }
    }

    @Override
    public void close() {
      hash.close();
    }
  }

  private final DoorWork work;
  private final Sql sql;
  private final DoorSecrets secrets;
  private final Clock clock;
  private final Bytes decoySalt = Bytes.of(Randomness.bytes(32));
  private final Bytes decoyVerifiers = Bytes.of(Randomness.bytes(UnlockSlots.COUNT * 32));
  private volatile @Nullable SecretBytes counting;

  @Inject
  Door(DoorWork work, Sql sql, DoorSecrets secrets, Clock clock) {
    this.work = work;
    this.sql = sql;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Door() {
    work = null;
    sql = null;
    secrets = null;
    clock = null;
  }

  /**
   * A hash of a key that signs in. One pass is enough: the key is 32 bytes that Argon2id made on
   * the client.
   */
  static SecretBytes hash(SecretBytes authKey, byte[] salt) {
    return Hkdf.derive(authKey, salt, "vault/auth-hash/v1", 32);
  }

  public SignInParameters parameters(AccountName name) {
    var fake = fakes(name);
    return work.call(
        () -> {
          try (var stored = stored(name, fake)) {
            return stored.parameters();
          }
        });
  }

  public Verdict knock(AccountName name, SecretBytes authKey, NetworkAddress from) {
    var fake = fakes(name);
    // A name has no space, so no two pairs have one text.
    var ofPair = keyed("name-at-address", name.text() + " " + from.text());
    var ofName = keyed("name", name.text());
    var ofAddress = keyed("address", from.text());
    return work.call(
        () -> {
          var came = clock.instant();
          var pair = lock(ofPair, came);
          var nameTries = lock(ofName, came).tries();
          var addressTries = lock(ofAddress, came).tries();
          // Read behind the locks: whoever held them was here until just now, and somebody who
          // only waited for them has failed at nothing.
          var now = clock.instant();
          // Where the owner signed in before, only what failed there counts: otherwise whoever
          // knows the name could keep them out from anywhere.
          var wait =
              pair.isFamiliar(now)
                  ? pair.tries().waiting(now)
                  : longest(
                      pair.tries().waiting(now), nameTries.waiting(now), addressTries.waiting(now));
          if (wait.isPositive()) {
            return new Verdict.Wait(wait);
          }
          Optional<Key> key;
          Optional<AccountId> named;
          try (var stored = stored(name, fake)) {
            key = stored.matching(authKey);
            named = stored.account();
          }
          if (key.isPresent() && named.isPresent()) {
            sql.updateOne(KNOWN, now, Instant.EPOCH, now, ofPair);
            count(ofName, new Tries(0, now, Instant.EPOCH));
            return new Verdict.Known(named.get(), key.get());
          }
          count(ofPair, BackOff.OF_NAME.failed(pair.tries(), now));
          count(ofName, BackOff.OF_NAME.failed(nameTries, now));
          count(ofAddress, BackOff.OF_ADDRESS.failed(addressTries, now));
          return new Verdict.Unknown(named);
        });
  }

  /**
   * Counts a registration from an address; how long to wait when there were too many within the
   * hour.
   */
  public Optional<Duration> register(NetworkAddress from, int perHour) {
    var subject = keyed("registrations", from.text());
    var limit =
        new BackOff(perHour, Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(1));
    return work.call(
        () -> {
          var came = clock.instant();
          sql.update(FORGET_ALL, came.minus(Duration.ofDays(2)), came.minus(FAMILIAR));
          var tries = lock(subject, came).tries();
          var now = clock.instant();
          var wait = tries.waiting(now);
          if (wait.isPositive()) {
            return Optional.of(wait);
          }
          count(subject, limit.failed(tries, now));
          return Optional.empty();
        });
  }

  @PreDestroy
  @Override
  public void close() {
    var known = counting;
    if (known != null) {
      known.close();
    }
  }

  private record Fakes(Bytes salt, Bytes prfSalt) {}

  private Fakes fakes(AccountName name) {
    return new Fakes(
        Bytes.of(Arrays.copyOf(keyed("salt", name.text()), Derivation.SALT)),
        Bytes.of(keyed("prf-salt", name.text())));
  }

  private Stored stored(AccountName name, Fakes fakes) {
    return sql.find(
            FIND,
            row ->
                new Stored(
                    Optional.of(new AccountId(row.uuid("account_id"))),
                    new SignInParameters(
                        new KdfParameters(row.text("kdf"), Base64Url.encode(row.bytes("salt"))),
                        Bytes.of(row.bytes("prf_salt"))),
                    Bytes.of(row.bytes("auth_salt")),
                    SecretBytes.taking(row.bytes("auth_hash")),
                    Bytes.of(row.bytes("slot_verifiers"))),
            name.text())
        .orElseGet(
            () ->
                new Stored(
                    Optional.empty(),
                    new SignInParameters(
                        new KdfParameters(
                            Derivation.DEFAULT_PARAMETERS,
                            Base64Url.encode(fakes.salt().toArray())),
                        fakes.prfSalt()),
                    decoySalt,
                    Randomness.secret(32),
                    decoyVerifiers));
  }

  private Counted lock(byte[] subject, Instant now) {
    return sql.one(
        LOCK_TRIES,
        row ->
            new Counted(
                new Tries(
                    row.integer("failures"), row.instant("last_at"), row.instant("wait_until")),
                row.findInstant("known_at")),
        subject,
        now,
        now);
  }

  private void count(byte[] subject, Tries tries) {
    sql.updateOne(COUNT, tries.failures(), tries.lastAt(), tries.waitUntil(), subject);
  }

  private byte[] keyed(String purpose, String text) {
    var known = counting;
    if (known == null) {
      known =
          secrets.findOrMake(
              "names-and-addresses",
              KeyRef.DIRECTORY,
              () -> new DoorSecrets.Fresh(Randomness.secret(32), Optional.empty()));
      counting = known;
    }
    try (var hash = keyed(known, purpose, text)) {
      return hash.expose(byte[]::clone);
    }
  }

  /** What is kept of a name or an address: nothing that can be read back or tried out offline. */
  static SecretBytes keyed(SecretBytes key, String purpose, String text) {
    return Hkdf.derive(
        key, text.getBytes(StandardCharsets.UTF_8), "vault/door/" + purpose + "/v1", 32);
  }

  private static Duration longest(Duration... waits) {
    return Arrays.stream(waits).max(Comparator.naturalOrder()).orElseThrow();
  }
}
