package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.launcher.RunSettings.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL of somebody's own, with the names people give, and everything wrong with it. */
class OwnDatabaseIT {
  private static final String PASSWORD = "a password of theirs";
  private static final String SUPERUSER = "a password of the superuser";
  private static LocalPostgres postgres;
  private static int port;

  @TempDir Path folder = Path.of("");
  private RunFolder held;
  private KeyStoreFile keys;

  @BeforeAll
  static void somebody_has_a_postgresql(@TempDir Path theirs) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    postgres =
        LocalPostgres.start(
            theirs.resolve("data"), theirs, port, SUPERUSER, theirs.resolve("postgres.log"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void an_empty_database_and_its_owner() throws SQLException {
    held = RunFolder.take(folder);
    keys = new KeyStoreFile(held);
    superuser("postgres", "CREATE ROLE mara LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'");
    superuser("postgres", "CREATE DATABASE archive OWNER mara");
  }

  @AfterEach
  void everything_is_gone() throws SQLException {
    held.close();
    superuser("postgres", "DROP DATABASE archive");
    try (var connection = connect("postgres", "postgres", SUPERUSER);
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname <> 'postgres' AND"
                        + " rolname NOT LIKE 'pg\\_%' ORDER BY rolname = 'mara'")) {
      while (rows.next()) {
        superuser("postgres", "DROP ROLE " + rows.getString(1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vault_app", "archive_web", "Odd \"name\""})
  void a_login_of_any_name_is_made_with_its_password_and_sees_nobodys_rows(String user)
      throws SQLException {
    prepare(database("mara", PASSWORD, user, PASSWORD));
    prepare(database("mara", PASSWORD, user, PASSWORD)); // a second start changes nothing

    try (var connection = connect("archive", user, PASSWORD)) {
      assertThat(flag(connection, "SELECT pg_has_role('vault_app', 'USAGE')")).isTrue();
      for (var role : new String[] {"engine", "gate", "auditor", "eraser", "door"}) {
        assertThat(flag(connection, "SELECT pg_has_role('vault_" + role + "', 'USAGE')"))
            .as(role)
            .isFalse();
        connection.createStatement().execute("SET ROLE vault_" + role);
        connection.createStatement().execute("RESET ROLE");
      }
      assertThat(flag(connection, "SELECT NOT EXISTS (SELECT FROM vault_core.vaults)")).isTrue();
      assertThatThrownBy(() -> connection.createStatement().execute("SET ROLE vault_owner"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void a_superuser_may_be_the_owner_and_an_existing_login_keeps_its_password() throws SQLException {
    superuser("archive", "CREATE ROLE web LOGIN PASSWORD 'short'");

    prepare(database("postgres", SUPERUSER, "web", "short"));

    connect("archive", "web", "short").close();
  }

  @Test
  void an_administrator_may_have_made_everything_beforehand() throws SQLException {
    prepare(database("postgres", SUPERUSER, "web", PASSWORD));
    superuser("archive", "ALTER ROLE vault_owner PASSWORD '" + PASSWORD + "'");

    prepare(database("vault_owner", PASSWORD, "web", PASSWORD));
  }

  @ParameterizedTest
  @CsvSource({
    "LOGIN SUPERUSER, is a superuser",
    "LOGIN BYPASSRLS, has BYPASSRLS",
    "NOLOGIN, is a role without LOGIN",
    "LOGIN IN ROLE pg_read_all_data, pg_read_all_data"
  })
  void a_login_that_could_look_past_row_level_security_is_refused_and_nothing_changed(
      String attribute, String why) throws SQLException {
    superuser("archive", "CREATE ROLE web PASSWORD '" + PASSWORD + "' " + attribute);

    refused(database("postgres", SUPERUSER, "web", PASSWORD), "DB_USER web", why);
    unchanged();
  }

  @Test
  void the_owner_of_the_database_is_not_the_servers_login() throws SQLException {
    refused(database("postgres", SUPERUSER, "mara", PASSWORD), "DB_USER mara", "owns the database");
    unchanged();
  }

  @Test
  void another_role_of_the_platform_is_not_the_servers_login() throws SQLException {
    prepare(database("mara", PASSWORD, "web", PASSWORD));
    superuser("archive", "ALTER ROLE vault_engine LOGIN PASSWORD '" + PASSWORD + "'");

    refused(
        database("mara", PASSWORD, "vault_engine", PASSWORD),
        "DB_USER vault_engine",
        "another role of the platform");
  }

  @Test
  void an_owner_that_may_not_make_roles_is_told_what_it_needs() throws SQLException {
    superuser("archive", "ALTER ROLE mara NOCREATEROLE");

    refused(database("mara", PASSWORD, "web", PASSWORD), "DB_OWNER_USER mara", "CREATEROLE", "own");
    unchanged();
  }

  @Test
  void wrong_passwords_are_refused_by_name_before_anything_is_changed() throws SQLException {
    superuser("archive", "CREATE ROLE web LOGIN PASSWORD '" + PASSWORD + "'");

    refused(
        database("mara", "wrong-secret", "web", PASSWORD), "DB_OWNER_USER", "DB_OWNER_PASSWORD");
    refused(database("nobody", "wrong-secret", "web", PASSWORD), "nobody", "DB_OWNER_USER");
    refused(database("mara", PASSWORD, "web", "wrong-secret"), "web", "DB_USER and DB_PASSWORD");
    unchanged();
  }

  @Test
  void a_password_too_short_for_a_new_login_is_refused_by_name() throws SQLException {
    refused(database("mara", PASSWORD, "web", "wrong-secre"), "DB_PASSWORD", "12 characters");
    unchanged();
  }

  @Test
  void a_database_that_is_not_there_is_refused_by_name() {
    refused(
        new Database.External("127.0.0.1", port, "attic", "web", PASSWORD, "mara", PASSWORD),
        "attic",
        "DB_NAME");
  }

  @Test
  void a_host_that_does_not_answer_is_refused_by_name() throws IOException {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    for (var host : new String[] {"127.0.0.1", "no-such-host.invalid"}) {
      refused(
          new Database.External(host, nobody, "archive", "web", PASSWORD, "mara", PASSWORD),
          host + ":" + nobody,
          "DB_HOST and DB_PORT");
    }
  }

  @Test
  void a_postgresql_older_than_16_is_refused() {
    OwnDatabase.refuseOlderThan(16, 16);
    assertThatThrownBy(() -> OwnDatabase.refuseOlderThan(16, 15))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("version 15")
        .hasMessageContaining("16 or newer")
        .hasMessageContaining("DB_HOST");
  }

  @Test
  void a_database_that_was_served_before_is_not_given_new_keys() throws SQLException {
    var database = database("mara", PASSWORD, "web", PASSWORD);
    prepare(database);
    prepare(database); // a first start that came no further: nothing is sealed yet
    superuser(
        "archive",
        "INSERT INTO vault_core.key_checks (key, version, sealed, created_at)"
            + " VALUES ('data', 1, repeat('x', 40)::bytea, now())");

    refused(database, folder.resolve("keystore.p12") + " is missing", "archive", "backup");
  }

  private void prepare(Database.External database) {
    new OwnDatabase(database).prepare(keys);
  }

  private void refused(Database.External database, String... words) {
    assertThatThrownBy(() -> prepare(database))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(words)
        .satisfies(
            refusal ->
                assertThat(refusal.getMessage())
                    .doesNotContain("wrong-secre", PASSWORD, SUPERUSER, "\n")
                    .endsWith("."));
  }

  private static void unchanged() throws SQLException {
    try (var connection = connect("archive", "postgres", SUPERUSER)) {
      assertThat(
              flag(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname LIKE 'vault%')"))
          .isFalse();
      assertThat(
              flag(
                  connection,
                  "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname LIKE 'vault%')"))
          .isFalse();
    }
  }

  private static Database.External database(
      String owner, String ownerPassword, String user, String password) {
    return new Database.External(
        "127.0.0.1", port, "archive", user, password, owner, ownerPassword);
  }

  private static boolean flag(Connection connection, String query) throws SQLException {
    try (var rows = connection.createStatement().executeQuery(query)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static void superuser(String database, String statement) throws SQLException {
    try (var connection = connect(database, "postgres", SUPERUSER)) {
      connection.createStatement().execute(statement);
    }
  }

  private static Connection connect(String database, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password);
  }
}
