package io.vaultplatform.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * What the servers log in as: {@code vault_app} itself, or a login of any other name that inherits
 * {@code vault_app} and may take on the roles which {@code vault_app} may take on.
 *
 * <p>The login is made if it is missing. The password of one that exists is never changed.
 *
 * @param name any name but that of another role of the platform
 * @param password given to the login if it is made
 */
public record ServerLogin(String name, String password) {
  private static final String APP = "vault_app";
  private static final List<String> TAKEN_ON =
      List.of(
          "vault_engine",
          "vault_gate",
          "vault_auditor",
          "vault_eraser",
          "vault_door",
          "vault_keeper");

  // A member of anything else could become it, or is it already; the owner of the database counts
  // as
  // a member of pg_database_owner.
  private static final String UNFIT =
      """
      SELECT CASE
        WHEN r.rolsuper THEN 'is a superuser'
        WHEN r.rolbypassrls THEN 'has BYPASSRLS'
        WHEN r.rolname IN ('vault_owner', 'vault_engine', 'vault_gate', 'vault_auditor',
                           'vault_eraser', 'vault_door', 'vault_keeper', 'vault_operator')
          THEN 'is another role of the platform'
        WHEN NOT r.rolcanlogin THEN 'is a role without LOGIN'
        WHEN pg_has_role(r.oid, d.datdba, 'MEMBER') THEN 'owns the database'
        ELSE (SELECT 'inherits or may become ' || string_agg(o.rolname, ', ' ORDER BY o.rolname)
                FROM pg_roles o
               WHERE o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'MEMBER')
                 AND o.rolname <> 'vault_app'
                 AND (pg_has_role(r.oid, o.oid, 'USAGE')
                      OR o.rolname NOT IN ('vault_engine', 'vault_gate', 'vault_auditor',
                                           'vault_eraser', 'vault_door', 'vault_keeper')))
        END
        FROM pg_roles r, pg_database d
       WHERE r.rolname = ? AND d.datname = current_database()
      """;

  // As it has to be, or it is granted: an inherited vault_engine would show everybody's rows all
  // the
  // time.
  private static final String MEMBER =
      """
      SELECT EXISTS (SELECT FROM pg_auth_members m
                      WHERE m.roleid = ?::regrole AND m.member = to_regrole(quote_ident(?))
                        AND m.inherit_option = ? AND m.set_option = ?)
      """;

  /** Whether there is a role of this name. */
  public static boolean exists(Connection connection, String name) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Why an existing role of this name must not be the servers' login, as a part of a sentence. */
  public static Optional<String> unfit(Connection connection, String name) throws SQLException {
    try (var statement = connection.prepareStatement(UNFIT)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Makes what is missing, after the roles of the platform were made. */
  void make(Connection connection, boolean appIsNew) throws SQLException {
    var quoted = connection.unwrap(PGConnection.class).escapeIdentifier(name);
    if (name.equals(APP) ? appIsNew : !exists(connection, name)) {
      Migrations.check("the password of " + name, password);
      if (!name.equals(APP)) {
        execute(connection, "CREATE ROLE " + quoted + " LOGIN NOINHERIT");
      }
      Migrations.password(connection, name, password);
    }
    var unfit = unfit(connection, name);
    if (unfit.isPresent()) {
      throw new IllegalStateException(
          "the login " + name + " cannot be the servers': it " + unfit.get());
    }
    if (!name.equals(APP)) {
      grant(connection, APP, quoted, true);
      for (var role : TAKEN_ON) {
        grant(connection, role, quoted, false);
      }
    }
  }

  /** Inherited or to be taken on, never both. */
  private void grant(Connection connection, String role, String quoted, boolean inherited)
      throws SQLException {
    try (var statement = connection.prepareStatement(MEMBER)) {
      statement.setString(1, role);
      statement.setString(2, name);
      statement.setBoolean(3, inherited);
      statement.setBoolean(4, !inherited);
      try (var rows = statement.executeQuery()) {
        if (rows.next() && rows.getBoolean(1)) {
          return;
        }
      }
    }
    execute(
        connection,
        "GRANT %s TO %s WITH INHERIT %s, SET %s, ADMIN FALSE"
            .formatted(role, quoted, inherited, !inherited));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String toString() {
    return "ServerLogin[" + name + ", password not shown]";
  }
}
