package io.vaultplatform.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on a folder, with durable commits and passwords.
 *
 * <p>The library it stands on is made for throw-away tests: it turns fsync off and trusts every
 * local user. Both are undone here, for other people may work on the same machine, and a power cut
 * must not lose a check-in.
 */
public final class LocalPostgres implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres server;
  private final String superuserPassword;

  private LocalPostgres(EmbeddedPostgres server, String superuserPassword) {
    this.server = server;
    this.superuserPassword = superuserPassword;
  }

  /**
   * Starts PostgreSQL on a folder, making the database cluster there the first time.
   *
   * @param work where the library unpacks its programs; the data folder stays free of them
   */
  static LocalPostgres start(Path pgdata, Path work, int port, String superuserPassword, Path log) {
    try {
      if (!Files.exists(pgdata.resolve("vault-ready"))) {
        initialise(pgdata, work, superuserPassword, log);
      }
      return new LocalPostgres(
          builder(pgdata, work, log)
              .setPort(port)
              .setConnectConfig("password", superuserPassword)
              .start(),
          superuserPassword);
    } catch (IOException | IllegalStateException e) {
      throw new StartRefused(
          "PostgreSQL did not start on " + pgdata + ": its own words are in " + log + ".", e);
    }
  }

  /**
   * Makes the cluster on a port nobody knows, sets the password, and only then demands it of
   * everybody.
   */
  private static void initialise(Path pgdata, Path work, String superuserPassword, Path log)
      throws IOException {
    try (var bare = builder(pgdata, work, log).start();
        var connection = bare.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(SUPERUSER, superuserPassword.toCharArray(), "scram-sha-256");
      try (var rows = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = 'vault'")) {
        if (!rows.next()) {
          statement.execute("CREATE DATABASE vault");
        }
      }
      Files.writeString(
          pgdata.resolve("pg_hba.conf"),
          """
          # A password from everybody, also on this machine.
          local all all               scram-sha-256
          host  all all 127.0.0.1/32  scram-sha-256
          host  all all ::1/128       scram-sha-256
          """);
    } catch (SQLException e) {
      throw new IOException(e);
    }
    Files.writeString(
        pgdata.resolve("vault-ready"), "The cluster was made completely and asks for passwords.\n");
  }

  private static EmbeddedPostgres.Builder builder(Path pgdata, Path work, Path log)
      throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(pgdata)
        .setOverrideWorkingDirectory(work.toFile())
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false) // the servers must stop first; the stack knows the order
        .setPGStartupWait(Duration.ofSeconds(60)) // recovery after a crash takes its time
        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        .setServerConfig("password_encryption", "scram-sha-256")
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("timezone", "UTC")
        .setServerConfig("max_connections", "100");
  }

  /** The database as its administrator, for migrations. */
  public DataSource administrator() {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName("vault");
    source.setUser(SUPERUSER);
    source.setPassword(superuserPassword);
    return source;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
