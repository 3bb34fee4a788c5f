package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.SqlFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The start of the key service on a database: the first one, and later ones with other keys. */
class KeyChecksIT {
  private static final String PASSWORD = "a password for tests";

  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final KeyChecks checks = new KeyChecks(work.engine(), work.keeper(), work.sql());
  @TempDir Path folder = Path.of("");

  @Test
  void the_first_start_makes_keys_and_from_then_on_none() {
    assertThat(checks.unused()).containsExactly(KeyRef.values());
    start("keystore.p12");
    assertThat(checks.unused()).isEmpty();
    start("keystore.p12");
  }

  @Test
  void a_lost_key_store_is_not_replaced() throws Exception {
    start("keystore.p12");
    Files.delete(folder.resolve("keystore.p12"));

    assertThatThrownBy(() -> start("keystore.p12")).hasMessageContaining("is missing");
    assertThat(folder.resolve("keystore.p12")).doesNotExist();
  }

  @Test
  void a_database_that_served_before_there_were_checks_gets_them_but_no_new_key() throws Exception {
    superuser(
        "INSERT INTO vault_core.audit_signing_key (number, public_key, sealed_seed, created_at)"
            + " VALUES (1, 'ed25519:' || repeat('A', 43), '\\x00', now())");

    assertThatThrownBy(() -> start("keystore.p12")).hasMessageContaining("is missing");
    Custodies.open(settings("keystore.p12"), Set.of(KeyRef.values())).close();
    start("keystore.p12");
    assertThat(checked()).isEqualTo(KeyRef.values().length + 1);
  }

  @ParameterizedTest
  @EnumSource(KeyRef.class)
  void one_exchanged_key_is_named_and_the_start_refused(KeyRef ref) throws Exception {
    start("keystore.p12");
    Files.copy(
        folder.resolve("keystore.p12"),
        folder.resolve("other.p12"),
        StandardCopyOption.COPY_ATTRIBUTES);
    exchange(folder.resolve("other.p12"), ref);

    assertThat(new KeyServices(settings("other.p12"), checks).wrong()).contains(ref.text());
    assertThatThrownBy(() -> start("other.p12"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'" + ref.text() + "'");
    start("keystore.p12");
  }

  @Test
  void of_two_first_starts_with_a_key_store_each_only_one_goes_on() {
    var first = Custodies.open(settings("first.p12"), checks.unused());
    var second = Custodies.open(settings("second.p12"), checks.unused());

    assertThat(checks.wrong(first)).isEmpty();
    assertThat(checks.wrong(second)).contains("data");
  }

  @Test
  void a_database_that_is_away_makes_no_key_and_stops_no_start_with_a_whole_key_store() {
    var away =
        new KeyChecks(
            work.engine(),
            work.keeper(),
            new Sql(
                () -> {
                  throw new SQLException("away");
                }));

    assertThatThrownBy(() -> new KeyServices(settings("keystore.p12"), away))
        .hasMessageContaining("did not answer");
    start("keystore.p12");
    assertThatCode(() -> new KeyServices(settings("keystore.p12"), away).start(this))
        .doesNotThrowAnyException();
  }

  @Test
  void nobody_changes_a_check() {
    start("keystore.p12");
    for (var statement :
        new String[] {
          "UPDATE vault_core.key_checks SET sealed = sealed", "DELETE FROM vault_core.key_checks"
        }) {
      assertThatThrownBy(() -> work.engine().run(() -> work.sql().update(statement)))
          .isInstanceOf(SqlFailure.class);
    }
  }

  private void start(String file) {
    new KeyServices(settings(file), checks).start(this);
  }

  private Settings settings(String file) {
    return Settings.of(
        Map.of(
            "vault.keystore",
            folder.resolve(file).toString(),
            "vault.keystore.password",
            PASSWORD));
  }

  private static void exchange(Path file, KeyRef ref) throws Exception {
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    store.setEntry(
        ref.text(),
        new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "AES")),
        new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private int checked() throws Exception {
    try (var connection = database.superuser().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM vault_core.key_checks")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void superuser(String statement) throws Exception {
    try (var connection = database.superuser().getConnection()) {
      connection.createStatement().execute(statement);
    }
  }
}
