package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.Account;
import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.Accounts;
import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.accounts.Registration;
import io.vaultplatform.core.accounts.SignInParameters;
import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.BundleStatement;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;

/** Accounts on PostgreSQL; a new account's first transaction already runs as that account. */
@ApplicationScoped
class LocalAccounts implements Accounts {
  // DO NOTHING and not a look first: whether the name is taken is not ours to see, only the
  // constraint's.
  private static final String ADD =
      """
      INSERT INTO vault_core.accounts (account_id, name, kdf, salt, auth_salt, auth_hash, bundle, created_at,
                                       slots, slot_verifiers, prf_salt, slots_changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT name, bundle, bundle_version, slots, slots_changed_at, drilled_at
        FROM vault_core.accounts WHERE account_id = ?
      """;

  private static final String STORE_BUNDLE =
      """
      UPDATE vault_core.accounts SET bundle = ?, bundle_version = bundle_version + 1
       WHERE account_id = ? AND bundle_version = ?
      """;

  private final Door door;
  private final PersonWork person;
  private final Sql sql;
  private final KeyDirectory directory;
  private final AuditLog audit;
  private final Clock clock;
  private final AccountSettings settings;

  @Inject
  LocalAccounts(
      Door door,
      PersonWork person,
      Sql sql,
      KeyDirectory directory,
      AuditLog audit,
      Clock clock,
      Settings settings) {
    this.door = door;
    this.person = person;
    this.sql = sql;
    this.directory = directory;
    this.audit = audit;
    this.clock = clock;
    this.settings = AccountSettings.of(settings);
  }

  @Produces
  @Dependent
  static SettingNames.Declared declared() {
    return new SettingNames.Declared(AccountSettings.NAMES, AccountSettings::of);
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  LocalAccounts() {
    door = null;
    person = null;
    sql = null;
    directory = null;
    audit = null;
    clock = null;
    settings = null;
  }

  @Override
  public SignInParameters parameters(AccountName name) {
    return door.parameters(name);
  }

  @Override
  public Outcome<AccountId> register(Registration registration, NetworkAddress from) {
    var wait = door.register(from, settings.registrationsPerHour());
    if (wait.isPresent()) {
      return Outcome.refused(
          Refusal.tooMany(
              "Too many accounts were made from this address; try again in "
                  + wait.get().toSeconds()
                  + " seconds.",
              wait.get()));
    }
    var account = new AccountId(Randomness.uuidV7(clock.instant()));
    return person.as(account, () -> add(account, registration));
  }

  @Override
  public Outcome<Account> account(AccountId owner) {
    return person.as(owner, () -> find(owner));
  }

  @Override
  public Outcome<Long> storeBundle(
      AccountId owner, Bundle bundle, long expected, Signed statement) {
    var wish = new BundleStatement(owner, expected, Bytes.of(bundle.bytes()));
    return person.as(
        owner,
        () -> wish.check(statement, signer(owner)).then(said -> exchange(owner, bundle, expected)));
  }

  private VerificationKey signer(AccountId owner) {
    return directory
        .find(owner)
        .orElseThrow(() -> new VaultException("account " + owner + " has no keys in the directory"))
        .keys()
        .signing();
  }

  private Outcome<AccountId> add(AccountId account, Registration asked) {
    var authSalt = Randomness.bytes(32);
    var now = clock.instant();
    int added;
    try (var hash = Door.hash(asked.authKey(), authSalt)) {
      added =
          sql.update(
              ADD,
              account.value(),
              asked.name().text(),
              asked.parameters().kdf(),
              asked.parameters().saltBytes(),
              authSalt,
              hash.expose(byte[]::clone),
              asked.bundle().bytes(),
              now,
              asked.slots().files().toArray(),
              asked.slots().verifiers().toArray(),
              Randomness.bytes(32),
              now);
    }
    if (added == 0) {
      return Outcome.refused(
          Refusal.Reason.CONFLICT, "name", "This name is taken; choose another one.");
    }
    audit.append(draft(account, EventType.ACCOUNT_CREATED, Map.of()));
    directory.publish(account, asked.keys());
    return Outcome.done(account);
  }

  private Outcome<Account> find(AccountId owner) {
    var keys = directory.find(owner);
    return sql.find(
            FIND,
            row ->
                new Account(
                    owner,
                    new AccountName(row.text("name")),
                    keys.orElseThrow().keys(),
                    keys.orElseThrow().epoch(),
                    Bundle.of(row.bytes("bundle")),
                    row.number("bundle_version"),
                    Bytes.of(row.bytes("slots")),
                    row.instant("slots_changed_at"),
                    row.findInstant("drilled_at")),
            owner.value())
        .map(Outcome::done)
        .orElseGet(
            () ->
                Outcome.refused(Refusal.of(Refusal.Reason.NOT_FOUND, "There is no such account.")));
  }

  private Outcome<Long> exchange(AccountId owner, Bundle bundle, long expected) {
    if (sql.update(STORE_BUNDLE, bundle.bytes(), owner.value(), expected) == 0) {
      return Outcome.refused(
          Refusal.Reason.STALE,
          "If-Match",
          "The bundle was replaced meanwhile; fetch it and decide again.");
    }
    int epoch = directory.find(owner).orElseThrow().epoch();
    audit.append(
        draft(
            owner, EventType.KEY_BUNDLE_STORED, Map.of("epoch", epoch, "sha256", bundle.sha256())));
    return Outcome.done(expected + 1);
  }

  private static Draft draft(AccountId account, EventType type, Map<String, Object> facts) {
    return Draft.of(
        Chain.of(account),
        type,
        Resource.of("account", account.value()),
        Actor.user(account),
        facts);
  }
}
