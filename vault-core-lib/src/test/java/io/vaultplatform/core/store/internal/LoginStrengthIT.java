package io.vaultplatform.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.db.Migrations;
import io.vaultplatform.db.ServerLogin;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(PostgresExtension.class)
class LoginStrengthIT {
  @Test
  void the_servers_login_is_weak_enough_and_a_superuser_is_not(TestDatabase database) {
    assertThat(new LoginStrength(new Sql(database.app()::getConnection)).isTooStrong()).isFalse();
    var superuser = new LoginStrength(new Sql(database.superuser()::getConnection));
    assertThat(superuser.isTooStrong()).isTrue();
  }

  @Test
  void a_login_of_another_name_is_as_weak_until_it_is_given_anything_more(TestDatabase database)
      throws SQLException {
    var password = UUID.randomUUID().toString();
    Migrations.apply(
        database.superuser(), Migrations.Settings.of(new ServerLogin("archive_web", password)));
    var login = new PGSimpleDataSource();
    login.setServerNames(new String[] {"127.0.0.1"});
    login.setPortNumbers(new int[] {database.port()});
    login.setDatabaseName(database.name());
    login.setUser("archive_web");
    login.setPassword(password);
    var strength = new LoginStrength(new Sql(login::getConnection));

    assertThat(strength.isTooStrong()).isFalse();
    for (var more :
        List.of(
            "GRANT pg_read_all_data TO archive_web|REVOKE pg_read_all_data FROM archive_web",
            "GRANT vault_owner TO archive_web WITH INHERIT FALSE, SET TRUE|REVOKE vault_owner FROM"
                + " archive_web",
            "GRANT vault_engine TO archive_web WITH INHERIT TRUE|GRANT vault_engine TO archive_web"
                + " WITH INHERIT FALSE",
            "ALTER ROLE archive_web BYPASSRLS|ALTER ROLE archive_web NOBYPASSRLS",
            "ALTER ROLE archive_web SUPERUSER|ALTER ROLE archive_web NOSUPERUSER")) {
      var given = more.split("\\|", -1);
      execute(database, given[0]);
      assertThat(strength.isTooStrong()).as(given[0]).isTrue();
      execute(database, given[1]);
      assertThat(strength.isTooStrong()).as(given[1]).isFalse();
    }
  }

  @Test
  void the_owner_of_the_tables_is_too_strong(TestDatabase database) {
    assertThat(new LoginStrength(new Sql(database.owner()::getConnection)).isTooStrong()).isTrue();
  }

  private static void execute(TestDatabase database, String statement) throws SQLException {
    try (var connection = database.superuser().getConnection()) {
      connection.createStatement().execute(statement);
    }
  }
}
