package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.Sessions;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.accounts.UnlockChange;
import io.vaultplatform.core.accounts.Unlocks;
import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.RecoveryDrill;
import io.vaultplatform.core.keys.spi.KeyNotices;
import io.vaultplatform.core.keys.spi.KeyNotices.News;
import io.vaultplatform.core.keys.spi.KeysInUse;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Slots, drills and epochs on PostgreSQL: state, entry and letter in one transaction. */
@ApplicationScoped
class Unlocking implements Unlocks {
  private static final String CHANGE =
      """
      UPDATE vault_core.accounts
         SET bundle = ?, slots = ?, slot_verifiers = ?, slots_changed_at = ?, bundle_version = bundle_version + 1
       WHERE account_id = ? AND bundle_version = ?
      """;

  private static final String SIGN_IN =
      """
      UPDATE vault_core.accounts SET kdf = ?, salt = ?, auth_salt = ?, auth_hash = ? WHERE account_id = ?
      """;

  private static final String BUNDLE =
      "SELECT bundle FROM vault_core.accounts WHERE account_id = ? FOR UPDATE";

  private static final String DRILLED =
      "UPDATE vault_core.accounts SET drilled_at = ? WHERE account_id = ?";

  private final PersonWork person;
  private final Sql sql;
  private final SessionRows sessions;
  private final KeyDirectory directory;
  private final AuditLog audit;
  private final Clock clock;
  private final Iterable<KeyNotices> notices;
  private final Iterable<KeysInUse> uses;

  @Inject
  Unlocking(
      PersonWork person,
      Sql sql,
      SessionRows sessions,
      KeyDirectory directory,
      AuditLog audit,
      Clock clock,
      @Any Instance<KeyNotices> notices,
      @Any Instance<KeysInUse> uses) {
    this(
        person,
        sql,
        sessions,
        directory,
        audit,
        clock,
        (Iterable<KeyNotices>) notices,
        (Iterable<KeysInUse>) uses);
  }

  Unlocking(
      PersonWork person,
      Sql sql,
      SessionRows sessions,
      KeyDirectory directory,
      AuditLog audit,
      Clock clock,
      Iterable<KeyNotices> notices,
      Iterable<KeysInUse> uses) {
    this.person = person;
    this.sql = sql;
    this.sessions = sessions;
    this.directory = directory;
    this.audit = audit;
    this.clock = clock;
    this.notices = notices;
    this.uses = uses;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Unlocking() {
    person = null;
    sql = null;
    sessions = null;
    directory = null;
    audit = null;
    clock = null;
    notices = null;
    uses = null;
  }

  @Override
  public Outcome<Long> change(AccountId owner, TokenId asking, UnlockChange change) {
    return person.as(
        owner,
        () ->
            store(owner, asking, change)
                .then(
                    version -> {
                      tell(
                          owner,
                          change.signIn().isPresent()
                              ? News.PASSPHRASE_CHANGED
                              : News.SLOTS_CHANGED);
                      return Outcome.done(version);
                    }));
  }

  @Override
  public Outcome<Instant> drilled(AccountId owner, TokenId asking, Signed drill) {
    return person.as(owner, () -> enter(owner, asking, drill));
  }

  @Override
  public Outcome<Long> rotate(
      AccountId owner, TokenId asking, UnlockChange change, Signed succession) {
    return person.as(
        owner,
        () -> {
          // Behind the account's row: an arming of this owner that is under way reads its keys
          // from the directory, and is seen below or comes after.
          sql.one(BUNDLE, row -> row.bytes("bundle"), owner.value());
          var now = current(owner);
          return KeySuccession.check(succession, owner, now.keys(), now.epoch())
              .then(next -> free(owner, next))
              .then(
                  next ->
                      store(owner, asking, change)
                          .then(
                              version -> {
                                directory.succeed(owner, next, succession);
                                tell(owner, News.KEYS_REPLACED);
                                return Outcome.done(version);
                              }));
        });
  }

  private Outcome<KeySuccession> free(AccountId owner, KeySuccession next) {
    for (var use : uses) {
      var hindrance = use.hindrance(owner);
      if (hindrance.isPresent()) {
        return Outcome.refused(Refusal.of(Refusal.Reason.CONFLICT, hindrance.get()));
      }
    }
    return Outcome.done(next);
  }

  private Outcome<Long> store(AccountId owner, TokenId asking, UnlockChange change) {
    var signer = current(owner).keys().signing();
    if (change.expected(owner).check(change.statement(), signer)
        instanceof Outcome.Refused<Signed>(var refusal)) {
      return Outcome.refused(refusal);
    }
    int changed =
        sql.update(
            CHANGE,
            change.bundle().bytes(),
            change.slots().files().toArray(),
            change.slots().verifiers().toArray(),
            clock.instant(),
            owner.value(),
            change.replaces());
    if (changed == 0) {
      return Outcome.refused(
          Refusal.Reason.STALE,
          "If-Match",
          "The bundle was replaced meanwhile; fetch it and decide again.");
    }
    change.signIn().ifPresent(signIn -> exchange(owner, asking, signIn));
    // How many slots there are, of which kind, and whether one came or went, is not ours to know.
    enter(
        owner,
        EventType.UNLOCK_CHANGED,
        Map.of(
            "epoch",
            current(owner).epoch(),
            "sha256",
            change.bundle().sha256(),
            "signIn",
            change.signIn().isPresent() ? "replaced" : "kept"));
    return Outcome.done(change.replaces() + 1);
  }

  // Whoever knew the old passphrase may be signed in still.
  private void exchange(AccountId owner, TokenId asking, UnlockChange.NewSignIn signIn) {
    var authSalt = Randomness.bytes(32);
    try (var hash = Door.hash(signIn.authKey(), authSalt)) {
      sql.updateOne(
          SIGN_IN,
          signIn.parameters().kdf(),
          signIn.parameters().saltBytes(),
          authSalt,
          hash.expose(byte[]::clone),
          owner.value());
    }
    var now = clock.instant();
    for (var session :
        sessions.open(owner, sessions.sessionOf(owner, asking), now, Integer.MAX_VALUE)) {
      if (!session.current()) {
        end(owner, session, now);
      }
    }
  }

  private void end(AccountId owner, Sessions.Open session, Instant now) {
    sessions.revoke(owner, session.id(), now);
    enter(
        owner,
        EventType.SESSION_REVOKED,
        Map.of("session", session.id().toString(), "why", "passphrase-changed"));
  }

  private Outcome<Instant> enter(AccountId owner, TokenId asking, Signed drill) {
    if (!sessions.isBySlot(owner, asking)) {
      return Outcome.refused(
          Refusal.of(
              Refusal.Reason.FORBIDDEN,
              "A drill is entered in a session that the recovery kit, or the guardians' secret,"
                  + " opened; a passphrase proves nothing about them."));
    }
    var bundle = sql.one(BUNDLE, row -> row.bytes("bundle"), owner.value());
    var keys = current(owner);
    var expected = RecoveryDrill.of(owner, bundle);
    if (expected.check(drill, keys.keys().signing())
        instanceof Outcome.Refused<Signed>(var refusal)) {
      return Outcome.refused(refusal);
    }
    var now = clock.instant();
    sql.updateOne(DRILLED, now, owner.value());
    enter(
        owner,
        EventType.RECOVERY_DRILLED,
        Map.of("epoch", keys.epoch(), "sha256", expected.bundleSha256()));
    return Outcome.done(now);
  }

  private KeyDirectory.Published current(AccountId owner) {
    return directory
        .find(owner)
        .orElseThrow(() -> new VaultException("account " + owner + " published no keys"));
  }

  private void tell(AccountId owner, News news) {
    notices.forEach(notice -> notice.tell(owner, news));
  }

  private void enter(AccountId owner, EventType type, Map<String, Object> facts) {
    audit.append(
        Draft.of(
            Chain.of(owner),
            type,
            Resource.of("account", owner.value()),
            Actor.user(owner),
            facts));
  }
}
