package io.vaultplatform.launcher;

import io.vaultplatform.db.Migrations;
import io.vaultplatform.db.ServerLogin;
import io.vaultplatform.launcher.RunSettings.Database;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * A PostgreSQL of the user's own: looked at before anything in it is changed, brought to this
 * release, and tried as the servers will use it.
 *
 * <p>Whatever is wrong with it is said here, in a sentence that names the variable. The servers
 * would only wait for it.
 */
final class OwnDatabase {
  private static final int OLDEST = 16;
  private static final int PATIENCE_SECONDS = 10;
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NOT_LET_IN = "28000";
  private static final String NO_DATABASE = "3D000";
  private static final String NO_RIGHT = "42501";
  private static final String UNREACHABLE = "08";

  // Who may make roles and schemas here; or everything that needs making was made by somebody else.
  private static final String MAY_MIGRATE =
      """
      SELECT r.rolsuper
             OR (r.rolcreaterole AND pg_has_role(r.oid, d.datdba, 'USAGE'))
             OR EXISTS (SELECT FROM pg_roles o
                         WHERE o.rolname = 'vault_owner' AND pg_has_role(r.oid, o.oid, 'SET'))
        FROM pg_roles r, pg_database d
       WHERE r.rolname = session_user AND d.datname = current_database()
      """;

  private final Database.External database;

  OwnDatabase(Database.External database) {
    this.database = database;
  }

  /** As the login that owns the schema. */
  DataSource owner() {
    return source(database.ownerUser(), database.ownerPassword());
  }

  /** Looks at everything, changes what the release needs, and logs in as the servers will. */
  void prepare(KeyStoreFile keys) {
    look();
    keys.requireFor(owner(), database);
    try {
      Migrations.apply(owner(), Migrations.Settings.of(login()));
    } catch (RuntimeException e) {
      throw new StartRefused(
          "The database "
              + database
              + " could not be brought to this release as "
              + database.ownerUser()
              + " (DB_OWNER_USER): "
              + e.getMessage(),
          e);
    }
    try (var connection = source(database.user(), database.password()).getConnection()) {
      connection.getMetaData();
    } catch (SQLException e) {
      throw refused(e, database.user(), "DB_USER", "DB_PASSWORD");
    }
  }

  private void look() {
    try (var connection = owner().getConnection()) {
      refuseOlderThan(OLDEST, connection.getMetaData().getDatabaseMajorVersion());
      if (!mayMigrate(connection)) {
        throw new StartRefused(
            "DB_OWNER_USER "
                + database.ownerUser()
                + " must be a superuser of the PostgreSQL at "
                + database
                + ", or have CREATEROLE and own the database.");
      }
      ServerLogin.unfit(connection, database.user())
          .ifPresent(
              why -> {
                throw new StartRefused(
                    "DB_USER "
                        + database.user()
                        + " cannot be the servers' login: it "
                        + why
                        + ".");
              });
      if (ServerLogin.exists(connection, database.user())) {
        tryLogin();
      } else if (database.password().length() < Migrations.SHORTEST_PASSWORD) {
        throw new StartRefused(
            "DB_PASSWORD has fewer than "
                + Migrations.SHORTEST_PASSWORD
                + " characters, and DB_USER "
                + database.user()
                + " is to be made with it: choose a longer one.");
      }
    } catch (SQLException e) {
      throw refused(e, database.ownerUser(), "DB_OWNER_USER", "DB_OWNER_PASSWORD");
    }
  }

  /** The password is right or wrong already; the right to connect may still come. */
  private void tryLogin() {
    try (var connection = source(database.user(), database.password()).getConnection()) {
      connection.getMetaData();
    } catch (SQLException e) {
      if (!NO_RIGHT.equals(e.getSQLState())) {
        throw refused(e, database.user(), "DB_USER", "DB_PASSWORD");
      }
    }
  }

  static void refuseOlderThan(int oldest, int version) {
    if (version < oldest) {
      throw new StartRefused(
          "The PostgreSQL that DB_HOST and DB_PORT name is version "
              + version
              + "; "
              + oldest
              + " or newer is needed.");
    }
  }

  private static boolean mayMigrate(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(MAY_MIGRATE)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private StartRefused refused(SQLException e, String user, String userKey, String passwordKey) {
    var state = String.valueOf(e.getSQLState());
    var where = "The PostgreSQL at " + database.host() + ":" + database.port();
    if (state.equals(WRONG_PASSWORD)) {
      return new StartRefused(
          where
              + " does not know "
              + user
              + " with this password: check "
              + userKey
              + " and "
              + passwordKey
              + ".",
          e);
    }
    if (state.equals(NOT_LET_IN)) {
      return new StartRefused(
          where + " does not let " + user + " (" + userKey + ") in: " + said(e) + ".", e);
    }
    if (state.equals(NO_DATABASE)) {
      return new StartRefused(
          where + " has no database " + database.name() + ": create it, or check DB_NAME.", e);
    }
    if (state.startsWith(UNREACHABLE)) {
      return new StartRefused(where + " does not answer: check DB_HOST and DB_PORT.", e);
    }
    return new StartRefused(
        where + " cannot be used by " + user + " (" + userKey + "): " + said(e) + ".", e);
  }

  private static String said(SQLException e) {
    return e instanceof PSQLException own && own.getServerErrorMessage() != null
        ? String.valueOf(own.getServerErrorMessage().getMessage())
        : "error " + e.getSQLState();
  }

  private ServerLogin login() {
    return new ServerLogin(database.user(), database.password());
  }

  private DataSource source(String user, String password) {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {database.host()});
    source.setPortNumbers(new int[] {database.port()});
    source.setDatabaseName(database.name());
    source.setUser(user);
    source.setPassword(password);
    source.setConnectTimeout(PATIENCE_SECONDS);
    source.setLoginTimeout(PATIENCE_SECONDS);
    return source;
  }
}
