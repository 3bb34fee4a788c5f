package io.vaultplatform.core.accounts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import io.vaultplatform.core.accounts.AccountName;
import io.vaultplatform.core.accounts.NetworkAddress;
import io.vaultplatform.core.accounts.SignIn;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.accounts.Tokens;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in, staying, leaving, and being kept out. */
@ExtendWith(PostgresExtension.class)
class SessionsIT {
  // One key service per database, as on a real server.
  private static final TestKeys KEYS = TestKeys.open();
  private static final NetworkAddress HOME = new NetworkAddress("192.0.2.1");

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  private final TestDatabase database;
  private final LocalWork work;
  private final TestAccounts server;
  private final String name = "ann-" + UUID.randomUUID();
  private final AccountName ann = new AccountName(name);
  private final SecretBytes key = Randomness.secret(32);
  private AccountId account = new AccountId(new UUID(0, 0));

  SessionsIT(TestDatabase database, LocalWork work) {
    this.database = database;
    this.work = work;
    this.server = new TestAccounts(work, clock, KEYS);
  }

  @BeforeEach
  void ann_registers_from_an_address_of_her_own() {
    var from = new NetworkAddress(UUID.randomUUID().toString());
    account = done(server.accounts.register(TestAccounts.registration(name, key), from));
  }

  @Test
  void the_right_key_gives_a_token_that_the_published_key_verifies() throws Exception {
    var tokens = accepted(server.sessions.signIn(ann, key, HOME));
    var jwt = SignedJWT.parse(tokens.access());
    @SuppressWarnings("unchecked")
    var published =
        (List<Map<String, Object>>) Objects.requireNonNull(server.tokens.jwks().get("keys"));
    assertThat(published).hasSize(1);
    assertThat(published.getFirst())
        .doesNotContainKey("d")
        .containsEntry("kid", jwt.getHeader().getKeyID());
    assertThat(jwt.verify(new ECDSAVerifier(ECKey.parse(published.getFirst())))).isTrue();
    var claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("vault-platform");
    assertThat(claims.getAudience()).containsExactly("witness-vault");
    assertThat(claims.getStringClaim("upn")).isEqualTo(account.toString());
    assertThat(claims.getExpirationTime())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)).toString());
  }

  @Test
  void a_wrong_key_and_an_unknown_name_get_the_same_answer_by_the_same_statements() {
    var statements = new ArrayList<String>();
    var watched =
        new TestAccounts(new LocalWork(recording(database.app(), statements)), clock, KEYS);
    var unknown = new AccountName("nobody-" + UUID.randomUUID());
    assertThat(watched.sessions.signIn(unknown, Randomness.secret(32), HOME))
        .isEqualTo(new SignIn.Refused());
    statements.clear();
    assertThat(watched.sessions.signIn(ann, Randomness.secret(32), HOME))
        .isEqualTo(new SignIn.Refused());
    var forWrongKey = List.copyOf(statements);
    statements.clear();
    assertThat(watched.sessions.signIn(unknown, key, HOME)).isEqualTo(new SignIn.Refused());
    assertThat(statements).isEqualTo(forWrongKey).isNotEmpty();
  }

  @Test
  void the_owner_sees_the_refused_try_in_their_own_log() {
    server.sessions.signIn(ann, Randomness.secret(32), HOME);
    server.afterwards();
    assertThat(log()).endsWith(EventType.SIGN_IN_REFUSED);
  }

  @Test
  void guessing_is_slowed_down_and_a_restart_does_not_forget() {
    for (int i = 0; i < 6; i++) {
      assertThat(server.sessions.signIn(ann, Randomness.secret(32), HOME))
          .isEqualTo(new SignIn.Refused());
    }
    assertThat(server.sessions.signIn(ann, key, HOME))
        .isEqualTo(new SignIn.Waiting(Duration.ofSeconds(1)));
    var restarted = new TestAccounts(work, clock, KEYS);
    assertThat(restarted.sessions.signIn(ann, key, HOME)).isInstanceOf(SignIn.Waiting.class);
    clock.forward(Duration.ofSeconds(1));
    accepted(restarted.sessions.signIn(ann, key, HOME));
  }

  @Test
  void an_unknown_name_is_slowed_down_just_the_same() {
    var unknown = new AccountName("nobody-" + UUID.randomUUID());
    for (int i = 0; i < 6; i++) {
      assertThat(server.sessions.signIn(unknown, key, new NetworkAddress("203.0.113." + i)))
          .isEqualTo(new SignIn.Refused());
    }
    assertThat(server.sessions.signIn(unknown, key, HOME))
        .isEqualTo(new SignIn.Waiting(Duration.ofSeconds(1)));
  }

  @Test
  void an_address_that_tries_many_names_is_slowed_down_too() {
    var from = new NetworkAddress(UUID.randomUUID().toString());
    for (int i = 0; i < 31; i++) {
      server.sessions.signIn(new AccountName("n" + i + "-" + UUID.randomUUID()), key, from);
    }
    assertThat(server.sessions.signIn(ann, key, from)).isInstanceOf(SignIn.Waiting.class);
    accepted(server.sessions.signIn(ann, key, HOME));
  }

  @Test
  void strangers_who_fail_elsewhere_do_not_keep_the_owner_out_where_they_signed_in_before() {
    accepted(server.sessions.signIn(ann, key, HOME));
    for (int i = 0; i < 12; i++) {
      server.sessions.signIn(
          ann, Randomness.secret(32), new NetworkAddress("198.51.100.7-" + UUID.randomUUID()));
    }
    var nowhere = new NetworkAddress("192.0.2.1-" + UUID.randomUUID());
    assertThat(server.sessions.signIn(ann, key, nowhere)).isInstanceOf(SignIn.Waiting.class);
    accepted(server.sessions.signIn(ann, key, HOME));
    assertThat(server.sessions.signIn(new AccountName("x-" + UUID.randomUUID()), key, HOME))
        .isEqualTo(new SignIn.Refused());
  }

  @Test
  void who_fails_at_the_owners_own_address_waits_there_as_anywhere() {
    accepted(server.sessions.signIn(ann, key, HOME));
    for (int i = 0; i < 6; i++) {
      server.sessions.signIn(ann, Randomness.secret(32), HOME);
    }
    assertThat(server.sessions.signIn(ann, key, HOME)).isInstanceOf(SignIn.Waiting.class);
  }

  @Test
  void the_owner_sees_their_open_sessions_and_ends_one_or_all_others() {
    var lost = accepted(server.sessions.signIn(ann, key, HOME));
    var other = accepted(server.sessions.signIn(ann, key, HOME));
    clock.forward(Duration.ofSeconds(5));
    var here = accepted(server.sessions.signIn(ann, key, HOME));
    var open = server.sessions.open(account, idOf(here));
    assertThat(open).hasSize(3);
    assertThat(open.getFirst().current()).isTrue();
    assertThat(open.getLast().current()).isFalse();
    var stranger = new AccountId(UUID.randomUUID());
    assertThat(server.sessions.end(stranger, open.getFirst().id())).isFalse();
    var ofLost =
        server.sessions.open(account, idOf(lost)).stream()
            .filter(session -> session.current())
            .findFirst()
            .orElseThrow();
    assertThat(server.sessions.end(account, ofLost.id())).isTrue();
    assertThat(server.sessions.isOpen(account, idOf(lost))).isFalse();
    assertThat(server.sessions.refresh(lost.refresh())).isEqualTo(new SignIn.Refused());
    assertThat(server.sessions.endOthers(account, idOf(here))).isEqualTo(1);
    assertThat(server.sessions.isOpen(account, idOf(other))).isFalse();
    assertThat(server.sessions.isOpen(account, idOf(here))).isTrue();
    assertThat(log()).endsWith(EventType.SESSION_REVOKED, EventType.SESSION_REVOKED);
  }

  @Test
  void a_burst_of_tries_is_counted_one_by_one() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual().start(() -> server.sessions.signIn(ann, Randomness.secret(32), HOME)));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(server.figures.get("refused")).isEqualTo(6);
    assertThat(server.figures.get("waiting")).isEqualTo(2);
  }

  @Test
  void a_refresh_token_is_exchanged_once_and_the_new_one_goes_on() {
    var first = accepted(server.sessions.signIn(ann, key, HOME));
    var second = accepted(server.sessions.refresh(first.refresh()));
    assertThat(second.refresh()).isNotEqualTo(first.refresh());
    accepted(server.sessions.refresh(second.refresh()));
    assertThat(log()).contains(EventType.SESSION_REFRESHED);
  }

  @Test
  void a_refresh_token_that_comes_twice_ends_the_session_for_both() {
    var first = accepted(server.sessions.signIn(ann, key, HOME));
    var second = accepted(server.sessions.refresh(first.refresh()));
    assertThat(server.sessions.refresh(first.refresh())).isEqualTo(new SignIn.Refused());
    assertThat(server.sessions.refresh(second.refresh())).isEqualTo(new SignIn.Refused());
    assertThat(server.sessions.isOpen(account, idOf(second))).isFalse();
    assertThat(log()).endsWith(EventType.SESSION_REVOKED);
    assertThat(server.figures)
        .containsEntry("accepted", 1)
        .containsEntry("refreshed", 1)
        .containsEntry("reused", 1)
        .containsEntry("refused", 1);
  }

  @Test
  void of_two_who_present_a_refresh_token_at_once_none_goes_on() throws Exception {
    for (int round = 0; round < 6; round++) {
      var first = accepted(server.sessions.signIn(ann, key, HOME));
      var answers = atOnce(6, () -> server.sessions.refresh(first.refresh()));
      assertThat(answers)
          .as("one is exchanged, and every other one is a theft")
          .filteredOn(SignIn.Accepted.class::isInstance)
          .hasSize(1);
      for (var answer : answers) {
        if (answer instanceof SignIn.Accepted accepted) {
          assertThat(server.sessions.isOpen(account, idOf(accepted.tokens()))).isFalse();
        } else {
          assertThat(answer).isEqualTo(new SignIn.Refused());
        }
      }
    }
  }

  @Test
  void whoever_only_waited_for_another_right_sign_in_has_failed_at_nothing() throws Exception {
    var running = new TestAccounts(work, Clock.systemUTC(), KEYS);
    for (int round = 0; round < 4; round++) {
      assertThat(atOnce(12, () -> running.sessions.signIn(ann, key, HOME)))
          .allMatch(SignIn.Accepted.class::isInstance);
    }
  }

  private static List<SignIn> atOnce(int count, Callable<SignIn> request) throws Exception {
    try (var threads = Executors.newFixedThreadPool(count)) {
      var answers = new ArrayList<SignIn>();
      for (var answer : threads.invokeAll(Collections.nCopies(count, request))) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void signing_out_ends_every_token_of_that_session_and_no_other() {
    var here = accepted(server.sessions.signIn(ann, key, HOME));
    var hereToo = accepted(server.sessions.refresh(here.refresh()));
    var elsewhere = accepted(server.sessions.signIn(ann, key, HOME));
    assertThat(server.sessions.isOpen(account, idOf(here))).isTrue();
    server.sessions.signOut(account, idOf(here));
    assertThat(server.sessions.isOpen(account, idOf(here))).isFalse();
    assertThat(server.sessions.isOpen(account, idOf(hereToo))).isFalse();
    assertThat(server.sessions.refresh(hereToo.refresh())).isEqualTo(new SignIn.Refused());
    assertThat(server.sessions.isOpen(account, idOf(elsewhere))).isTrue();
  }

  @Test
  void a_token_counts_for_its_own_account_only_and_not_beyond_its_time() {
    var tokens = accepted(server.sessions.signIn(ann, key, HOME));
    assertThat(server.sessions.isOpen(new AccountId(UUID.randomUUID()), idOf(tokens))).isFalse();
    assertThat(server.sessions.isOpen(account, new TokenId(UUID.randomUUID()))).isFalse();
    clock.forward(Duration.ofMinutes(11));
    assertThat(server.sessions.isOpen(account, idOf(tokens))).isFalse();
  }

  @Test
  void a_session_ends_after_its_life_however_often_it_was_refreshed() {
    var tokens = accepted(server.sessions.signIn(ann, key, HOME));
    clock.forward(Duration.ofDays(29));
    tokens = accepted(server.sessions.refresh(tokens.refresh()));
    clock.forward(Duration.ofDays(2));
    assertThat(server.sessions.refresh(tokens.refresh())).isEqualTo(new SignIn.Refused());
  }

  @Test
  void an_invented_refresh_token_is_refused() {
    assertThat(server.sessions.refresh("")).isEqualTo(new SignIn.Refused());
    assertThat(server.sessions.refresh("' OR 1=1 --")).isEqualTo(new SignIn.Refused());
  }

  @Test
  void neither_key_nor_token_nor_name_of_an_address_is_stored() throws Exception {
    var tokens = accepted(server.sessions.signIn(ann, key, HOME));
    var refresh = tokens.refresh();
    var stored = new StringBuilder();
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement()) {
      for (var table :
          List.of(
              "accounts",
              "sessions",
              "access_tokens",
              "refresh_tokens",
              "sign_in_tries",
              "door_secrets",
              "audit_log")) {
        try (var rows = statement.executeQuery("SELECT t::text FROM vault_core." + table + " t")) {
          while (rows.next()) {
            stored.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    var hex = key.expose(bytes -> java.util.HexFormat.of().formatHex(bytes));
    assertThat(stored.toString())
        .doesNotContain(hex)
        .doesNotContain(refresh)
        .doesNotContain(tokens.access())
        .doesNotContain("192.0.2.1")
        .doesNotContain("\"d\":");
  }

  private List<EventType> log() {
    return work.as(account, () -> server.audit.after(Chain.of(account), 0, 100)).stream()
        .map(entry -> entry.type())
        .toList();
  }

  static TokenId idOf(Tokens tokens) {
    try {
      return new TokenId(
          UUID.fromString(SignedJWT.parse(tokens.access()).getJWTClaimsSet().getJWTID()));
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Tokens accepted(SignIn answer) {
    assertThat(answer).isInstanceOf(SignIn.Accepted.class);
    return ((SignIn.Accepted) answer).tokens();
  }

  static <T> T done(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<T>) outcome).value();
  }

  private static DataSource recording(DataSource real, List<String> statements) {
    return proxy(
        DataSource.class,
        real,
        (method, result) ->
            proxy(
                Connection.class,
                result,
                (inner, made) -> made,
                inner -> {
                  if (inner[0] instanceof String statement) {
                    statements.add(statement);
                  }
                }),
        call -> {});
  }

  private interface Result {
    Object of(String method, Object result);
  }

  private static <T> T proxy(
      Class<T> type, Object real, Result result, java.util.function.Consumer<Object[]> seen) {
    return type.cast(
        Proxy.newProxyInstance(
            SessionsIT.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (arguments != null) {
                seen.accept(arguments);
              }
              try {
                var answer = method.invoke(real, arguments);
                return answer == null ? null : result.of(method.getName(), answer);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            }));
  }
}
