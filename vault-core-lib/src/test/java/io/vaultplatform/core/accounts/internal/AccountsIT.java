package io.vaultplatform.core.accounts.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.accounts.Account;
import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.Bundle;
import io.vaultplatform.core.accounts.KdfParameters;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Derivation;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.BundleStatement;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registering, the directory and the bundle. */
@ExtendWith(PostgresExtension.class)
class AccountsIT {
  private static final TestKeys KEYS = TestKeys.open();
  private final LocalWork work;
  private final TestAccounts server;

  AccountsIT(LocalWork work) {
    this.work = work;
    this.server =
        new TestAccounts(work, Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000)), KEYS);
  }

  @Test
  void a_new_account_has_its_keys_in_the_directory_and_both_in_its_log() {
    var asked = TestAccounts.registration(name(), Randomness.secret(32));
    var account = SessionsIT.done(server.accounts.register(asked, anywhere()));
    Account read = SessionsIT.done(server.accounts.account(account));
    assertThat(read.keys()).isEqualTo(asked.keys());
    assertThat(read.bundle()).isEqualTo(asked.bundle());
    assertThat(read.epoch()).isEqualTo(1);
    var log = work.as(account, () -> server.audit.after(Chain.of(account), 0, 10));
    assertThat(log.stream().map(entry -> entry.type()))
        .containsExactly(EventType.ACCOUNT_CREATED, EventType.KEY_PUBLISHED);
    assertThat(log.get(1).facts()).containsEntry("fingerprint", asked.keys().fingerprint().hash());
  }

  @Test
  void a_taken_name_is_refused_and_nothing_of_the_second_account_stays() {
    var name = name();
    var first =
        SessionsIT.done(
            server.accounts.register(
                TestAccounts.registration(name, Randomness.secret(32)), anywhere()));
    var second =
        server.accounts.register(
            TestAccounts.registration(name, Randomness.secret(32)), anywhere());
    assertThat(second)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.CONFLICT));
    List<UUID> rows =
        work.door()
            .call(
                () ->
                    work.sql()
                        .list(
                            "SELECT account_id FROM vault_core.accounts WHERE name = ?",
                            row -> row.uuid("account_id"),
                            name));
    assertThat(rows).containsExactly(first.value());
  }

  @Test
  void parameters_of_an_unknown_name_look_real_and_stay_the_same() {
    var unknown = new AccountName(name());
    var parameters = server.accounts.parameters(unknown);
    assertThat(parameters.passphrase().kdf()).isEqualTo(Derivation.DEFAULT_PARAMETERS);
    assertThat(parameters.passphrase().saltBytes()).hasSize(16);
    assertThat(parameters.prfSalt().length()).isEqualTo(32);
    assertThat(server.accounts.parameters(unknown)).isEqualTo(parameters);
    assertThat(new TestAccounts(work, Clock.systemUTC(), KEYS).accounts.parameters(unknown))
        .isEqualTo(parameters);
    assertThat(server.accounts.parameters(new AccountName(name()))).isNotEqualTo(parameters);
  }

  @Test
  void parameters_of_an_account_are_its_own() {
    var asked = TestAccounts.registration(name(), Randomness.secret(32));
    SessionsIT.done(server.accounts.register(asked, anywhere()));
    var told = server.accounts.parameters(asked.name());
    assertThat(told.passphrase()).isEqualTo(asked.parameters());
    assertThat(told.prfSalt().length()).isEqualTo(32);
  }

  @Test
  void the_bundle_is_exchanged_only_against_its_current_version() {
    var key = SigningKey.generate(Suite.HYBRID);
    var account =
        SessionsIT.done(
            server.accounts.register(
                TestAccounts.registration(name(), Randomness.secret(32), key), anywhere()));
    var next = TestAccounts.registration(name(), Randomness.secret(32)).bundle();
    refused(stored(account, next, 7, key), Refusal.Reason.STALE);
    assertThat(SessionsIT.done(stored(account, next, 1, key))).isEqualTo(2);
    assertThat(SessionsIT.done(server.accounts.account(account)).bundle()).isEqualTo(next);
  }

  @Test
  void a_session_without_the_owners_signature_takes_nobody_their_keys() {
    var key = SigningKey.generate(Suite.HYBRID);
    var account =
        SessionsIT.done(
            server.accounts.register(
                TestAccounts.registration(name(), Randomness.secret(32), key), anywhere()));
    var own = SessionsIT.done(server.accounts.account(account)).bundle();
    var next = TestAccounts.registration(name(), Randomness.secret(32)).bundle();
    var bytes = Bytes.of(next.bytes());
    refused(
        stored(account, next, 1, SigningKey.generate(Suite.HYBRID)), Refusal.Reason.UNACCEPTABLE);
    // Signed by the owner, and about something else: another bundle, version, account.
    for (var other :
        List.of(
            new BundleStatement(account, 1, Bytes.of(own.bytes())),
            new BundleStatement(account, 2, bytes),
            new BundleStatement(new AccountId(UUID.randomUUID()), 1, bytes))) {
      refused(
          server.accounts.storeBundle(account, next, 1, other.sign(key)),
          Refusal.Reason.UNACCEPTABLE);
    }
    assertThat(SessionsIT.done(server.accounts.account(account)).bundle()).isEqualTo(own);
  }

  private Outcome<Long> stored(AccountId account, Bundle next, long replaces, SigningKey key) {
    var statement = new BundleStatement(account, replaces, Bytes.of(next.bytes()));
    return server.accounts.storeBundle(account, next, replaces, statement.sign(key));
  }

  private static void refused(Outcome<Long> outcome, Refusal.Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(reason));
  }

  @Test
  void nobody_replaces_or_reads_the_bundle_of_somebody_else() {
    var ann =
        SessionsIT.done(
            server.accounts.register(
                TestAccounts.registration(name(), Randomness.secret(32)), anywhere()));
    var bob = new AccountId(UUID.randomUUID());
    int touched =
        work.as(
            bob,
            () -> work.sql().update("UPDATE vault_core.accounts SET bundle = ?", new byte[] {1}));
    assertThat(touched).isZero();
    List<UUID> seen =
        work.as(
            bob,
            () ->
                work.sql()
                    .list(
                        "SELECT account_id FROM vault_core.accounts",
                        row -> row.uuid("account_id")));
    assertThat(seen).isEmpty();
    assertThat(server.accounts.account(bob)).isInstanceOf(Outcome.Refused.class);
    assertThat(server.accounts.account(ann)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void the_application_cannot_read_a_stored_hash_even_of_its_own_person() {
    var ann =
        SessionsIT.done(
            server.accounts.register(
                TestAccounts.registration(name(), Randomness.secret(32)), anywhere()));
    assertThatThrownBy(
            () ->
                work.as(
                    ann,
                    () ->
                        work.sql()
                            .list(
                                "SELECT auth_hash FROM vault_core.accounts",
                                row -> row.bytes("auth_hash"))))
        .isInstanceOfSatisfying(
            SqlFailure.class, failure -> assertThat(failure.state()).isEqualTo("42501"));
  }

  @Test
  void too_many_accounts_from_one_address_wait() {
    var from = anywhere();
    for (int i = 0; i < 41; i++) {
      SessionsIT.done(
          server.accounts.register(TestAccounts.registration(name(), Randomness.secret(32)), from));
    }
    assertThat(
            server.accounts.register(
                TestAccounts.registration(name(), Randomness.secret(32)), from))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.TOO_MANY));
  }

  @Test
  void a_bundle_that_is_no_age_file_is_refused_by_name() {
    for (var bad :
        List.of(
            "", "not age", "age-encryption.org/v1\n", "age-encryption.org/v1\n-> X25519 AAAA\n")) {
      assertThatThrownBy(() -> Bundle.of(bad.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              FieldException.class, failure -> assertThat(failure.field()).isEqualTo("bundle"));
    }
    var good = TestAccounts.registration(name(), Randomness.secret(32)).bundle().bytes();
    assertThatThrownBy(() -> Bundle.of(java.util.Arrays.copyOf(good, good.length - 40)))
        .isInstanceOf(FieldException.class);
    assertThatThrownBy(() -> Bundle.of(new byte[Bundle.MOST + 1]))
        .isInstanceOf(FieldException.class);
  }

  @Test
  void weak_parameters_and_odd_names_are_refused_by_name() {
    var salt = Base64Url.encode(Randomness.bytes(16));
    for (var weak :
        List.of(
            "",
            "$argon2id$v=19$m=1024,t=3,p=1",
            "$argon2i$v=19$m=65536,t=3,p=1",
            "$argon2id$v=19$m=99999999,t=3,p=1")) {
      assertThatThrownBy(() -> new KdfParameters(weak, salt))
          .isInstanceOfSatisfying(
              FieldException.class, failure -> assertThat(failure.field()).isEqualTo("kdf"));
    }
    assertThatThrownBy(() -> new KdfParameters(Derivation.DEFAULT_PARAMETERS, "AAAA"))
        .isInstanceOfSatisfying(
            FieldException.class, failure -> assertThat(failure.field()).isEqualTo("salt"));
    for (var odd :
        List.of(
            "",
            "ab",
            "Ann",
            "ann mary",
            "<b>ann</b>",
            "ann' OR 1=1",
            "аnn-in-cyrillic",
            "a".repeat(65),
            "-ann")) {
      assertThatThrownBy(() -> new AccountName(odd)).as(odd).isInstanceOf(FieldException.class);
    }
  }

  private static String name() {
    return "n-" + UUID.randomUUID();
  }

  private static NetworkAddress anywhere() {
    return new NetworkAddress(UUID.randomUUID().toString());
  }
}
