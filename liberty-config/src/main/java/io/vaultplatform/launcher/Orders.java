package io.vaultplatform.launcher;

import io.vaultplatform.launcher.RunSettings.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Orders as their operator gives and sees them: rows, written as {@code vault_operator}. No key
 * store is needed here, for the servers carry them out.
 */
final class Orders {
  private static final String SEEN =
      """
      SELECT id, kind, subject, state, done, total, answer, ordered_at::text AS ordered,
             coalesce(finished_at::text, '') AS finished
        FROM vault_core.operator_orders
      """;

  /** One order. */
  record Seen(
      UUID id,
      String kind,
      String subject,
      String state,
      long done,
      long total,
      String answer,
      String ordered,
      String finished) {
    boolean ended() {
      return state.equals("done") || state.equals("refused");
    }

    String line() {
      return id
          + "  "
          + kind
          + " "
          + subject
          + ": "
          + state
          + ", "
          + done
          + " of "
          + Math.max(done, total)
          // An inventory is pages long; whoever asked for it got it.
          + (ended() && !answer.isEmpty() && !kind.equals("inventory") ? " (" + answer + ")" : "");
    }
  }

  private final PGSimpleDataSource source;

  Orders(RunSettings settings) {
    var database = settings.database();
    source = new PGSimpleDataSource();
    source.setServerNames(new String[] {database.host()});
    source.setPortNumbers(new int[] {database.port()});
    source.setDatabaseName(database.name());
    source.setApplicationName("vault-operator");
    source.setConnectTimeout(10);
    switch (database) {
      case Database.Embedded embedded -> {
        source.setUser("vault_owner");
        source.setPassword(RunSecrets.existing(settings.runFolder()).get("db.owner.password"));
      }
      case Database.External external -> {
        source.setUser(external.ownerUser());
        source.setPassword(external.ownerPassword());
      }
    }
  }

  private interface Asking<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T asOperator(Asking<T> asking) {
    try (var connection = source.getConnection();
        var role = connection.createStatement()) {
      role.execute("SET ROLE vault_operator");
      return asking.ask(connection);
    } catch (SQLException e) {
      throw new StartRefused(
          "The database " + source.getDatabaseName() + " does not take orders: " + e.getMessage(),
          e);
    }
  }

  UUID give(String kind, String subject) {
    var id = UUID.randomUUID();
    return asOperator(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO vault_core.operator_orders (id, kind, subject) VALUES (?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, kind);
            insert.setString(3, subject);
            insert.executeUpdate();
            return id;
          }
        });
  }

  Seen see(UUID id) {
    return asOperator(
        connection -> {
          try (var select = connection.prepareStatement(SEEN + " WHERE id = ?")) {
            select.setObject(1, id);
            return seen(select.executeQuery()).getFirst();
          }
        });
  }

  /** Those that are open, and the last ones that ended; oldest first. */
  List<Seen> recent() {
    return asOperator(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT * FROM ("
                      + SEEN
                      + " ORDER BY ordered_at DESC LIMIT 20) o ORDER BY ordered")) {
            return seen(select.executeQuery());
          }
        });
  }

  private static List<Seen> seen(ResultSet rows) throws SQLException {
    var all = new ArrayList<Seen>();
    while (rows.next()) {
      all.add(
          new Seen(
              rows.getObject("id", UUID.class),
              rows.getString("kind"),
              rows.getString("subject"),
              rows.getString("state"),
              rows.getLong("done"),
              rows.getLong("total"),
              rows.getString("answer"),
              rows.getString("ordered"),
              rows.getString("finished")));
    }
    return all;
  }
}
