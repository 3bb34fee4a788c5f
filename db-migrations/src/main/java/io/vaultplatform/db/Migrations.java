package io.vaultplatform.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.postgresql.PGConnection;

/**
 * Brings a PostgreSQL database (16 or newer) to the schema of this release: first the roles, then
 * each schema's forward-only SQL, run as {@code vault_owner}.
 *
 * <p>Applying it again changes nothing. The login handed in is a superuser, or a role that may
 * create roles and owns the database; where an administrator has made all roles beforehand, {@code
 * vault_owner} itself is enough.
 */
public final class Migrations {
  /** Each schema with the folder of its migrations; every schema has one owner and one history. */
  private static final List<Map.Entry<String, String>> SCHEMAS =
      List.of(
          Map.entry("vault_core", "core"),
          Map.entry("witness_vault", "witness"),
          Map.entry("final_file", "finalfile"));

  /** The fewest characters of a password that is given to a role here. */
  public static final int SHORTEST_PASSWORD = 12;

  /**
   * The passwords to give to the two roles that log in; an absent one leaves that role's password
   * alone.
   *
   * @param appPassword for {@code vault_app}, the role of the servers
   * @param ownerPassword for {@code vault_owner}, which owns the tables and runs migrations
   * @param login what the servers log in as, where that is to be made; its password is given only
   *     to a role that was just made
   */
  public record Settings(
      Optional<String> appPassword, Optional<String> ownerPassword, Optional<ServerLogin> login) {
    public Settings {
      appPassword.ifPresent(password -> check("the password of vault_app", password));
      ownerPassword.ifPresent(password -> check("the password of vault_owner", password));
    }

    /** Servers that log in as {@code vault_app}. */
    public Settings(Optional<String> appPassword, Optional<String> ownerPassword) {
      this(appPassword, ownerPassword, Optional.empty());
    }

    /** A database whose existing passwords are its administrator's. */
    public static Settings of(ServerLogin login) {
      return new Settings(Optional.empty(), Optional.empty(), Optional.of(login));
    }

    @Override
    public String toString() {
      return "Settings[passwords not shown]";
    }
  }

  static void check(String what, String password) {
    if (password.length() < SHORTEST_PASSWORD) {
      throw new IllegalArgumentException(
          what + " has fewer than " + SHORTEST_PASSWORD + " characters");
    }
  }

  // Flyway tells twenty lines per schema; what an operator needs are its warnings. Kept here, or it
  // is collected.
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  /**
   * Creates what is missing, in order, and changes nothing that is there.
   *
   * @throws IllegalStateException when a role of ours could bypass row-level security, or a
   *     migration fails
   */
  public static void apply(DataSource admin, Settings settings) {
    try (var connection = admin.getConnection()) {
      roles(connection, settings);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the roles of the platform could not be created: " + e.getMessage(), e);
    }
    FLYWAY.setLevel(Level.WARNING);
    for (var schema : SCHEMAS) {
      Flyway.configure()
          .dataSource(admin)
          .callbacks(new AsOwner())
          .defaultSchema(schema.getKey())
          .schemas(schema.getKey())
          .createSchemas(true)
          .locations("classpath:db/migration/" + schema.getValue())
          .validateMigrationNaming(true)
          .failOnMissingLocations(true)
          // Features number their migrations in ranges of their own (audit 010-019, …), so a later
          // release
          // may add V012 to a database that has V040. Each is written not to depend on a higher
          // range.
          .outOfOrder(true)
          .cleanDisabled(true)
          .load()
          .migrate();
    }
  }

  /** Every object then belongs to vault_owner, whoever logged in. */
  private static final class AsOwner implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.AFTER_CONNECT;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try (var statement = context.getConnection().createStatement()) {
        statement.execute("SET ROLE vault_owner");
      } catch (SQLException e) {
        throw new IllegalStateException(
            "this login may not act as vault_owner: " + e.getMessage(), e);
      }
    }

    @Override
    public String getCallbackName() {
      return "as vault_owner";
    }
  }

  // One transaction: a login whose password was not set any more would never get one.
  private static void roles(Connection connection, Settings settings) throws SQLException {
    connection.setAutoCommit(false);
    var appIsNew = !ServerLogin.exists(connection, "vault_app");
    try (var statement = connection.createStatement()) {
      statement.execute(resource("/db/roles.sql"));
    }
    if (settings.appPassword().isPresent()) {
      password(connection, "vault_app", settings.appPassword().get());
    }
    if (settings.ownerPassword().isPresent()) {
      password(connection, "vault_owner", settings.ownerPassword().get());
    }
    if (settings.login().isPresent()) {
      settings.login().get().make(connection, appIsNew);
    }
    var tooStrong = tooStrong(connection);
    if (!tooStrong.isEmpty()) {
      throw new IllegalStateException(
          "these roles could bypass row-level security, take SUPERUSER and BYPASSRLS from them: "
              + tooStrong);
    }
    connection.commit();
  }

  static void password(Connection connection, String role, String password) throws SQLException {
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
  }

  private static List<String> tooStrong(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT rolname FROM pg_roles
                 WHERE rolname IN ('vault_owner', 'vault_app', 'vault_engine', 'vault_gate',
                                   'vault_auditor', 'vault_eraser', 'vault_door', 'vault_keeper',
                                   'vault_operator')
                   AND (rolsuper OR rolbypassrls OR rolcreaterole)
                 ORDER BY rolname
                """)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static String resource(String path) {
    try (var in = Migrations.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
