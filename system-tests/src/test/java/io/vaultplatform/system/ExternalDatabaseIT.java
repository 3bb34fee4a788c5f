package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody's own PostgreSQL, with a database and an owner they made, and names that know nothing of
 * the platform: one start prepares it, and the whole story is played on it.
 */
class ExternalDatabaseIT {
  private static final String OWNER = "a password of the owner";
  private static final String WEB = "a password of the servers";
  private static final String ROOT = "a password of the superuser";

  @Test
  void the_whole_story_is_played_on_it_and_it_outlives_the_stack(@TempDir Path folder)
      throws Exception {
    try (var theirs = postgresql(folder.resolve("theirs"));
        var launches = new Launches(folder, Product.WITNESS_VAULT)) {
      var environment =
          Map.of(
              "DB_HOST", "127.0.0.1",
              "DB_PORT", Integer.toString(theirs.getPort()),
              "DB_NAME", "archive",
              "DB_USER", "archive-web",
              "DB_PASSWORD", WEB,
              "DB_OWNER_USER", "mara",
              "DB_OWNER_PASSWORD", OWNER);
      var launcher = launches.launch(List.of(), environment);
      launches.awaitRunning(launcher);
      assertThat(launches.said(launcher))
          .contains(theirs.getPort() + "/archive")
          .contains("keystore.p12", "secrets.properties", "loses everything")
          .doesNotContain(OWNER, WEB);

      var file = folder.resolve("evidence.bin");
      var bytes = new byte[1_000_000];
      new Random(11).nextBytes(bytes);
      Files.write(file, bytes);
      var demo =
          DemoIT.play(
              folder,
              "http://127.0.0.1:" + launches.ports().http(),
              launches.settings().mailboxPort(),
              file);
      assertThat(demo.status()).as(demo.said()).isZero();

      launches.interruptTwice(launcher);
      try (var connection = connect(theirs, "archive", "postgres", ROOT);
          var rows =
              connection
                  .createStatement()
                  .executeQuery(
                      "SELECT count(*) FROM vault_core.audit_log"
                          + " UNION ALL SELECT count(*) FROM pg_stat_activity"
                          + " WHERE usename = 'archive-web'")) {
        rows.next();
        assertThat(rows.getInt(1)).as("what was entered is in their database").isPositive();
        rows.next();
        assertThat(rows.getInt(1)).as("connections left behind").isZero();
      }

      var elsewhere = folder.resolve("a new folder");
      var again = new java.util.HashMap<>(environment);
      again.put("VAULT_RUN_FOLDER", elsewhere.toString());
      assertThat(launches.refused(launches.launch(List.of(), again)))
          .contains(elsewhere.resolve("keystore.p12") + " is missing", "archive", "backup");
    }
  }

  /**
   * As an administrator sets one up: everybody needs a password, and one login owns the database.
   */
  private static EmbeddedPostgres postgresql(Path data) throws Exception {
    var postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("timezone", "UTC")
            .start();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("ALTER ROLE postgres PASSWORD '" + ROOT + "'");
      statement.execute("CREATE ROLE mara LOGIN CREATEROLE PASSWORD '" + OWNER + "'");
      statement.execute("CREATE DATABASE archive OWNER mara");
      Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      statement.execute("SELECT pg_reload_conf()");
    }
    return postgres;
  }

  private static Connection connect(
      EmbeddedPostgres postgres, String database, String user, String password) throws Exception {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database, user, password);
  }
}
