package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The database under the servers, as its administrator sees it. */
final class Database {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Database() {}

  /** The first column of every row. */
  static List<String> texts(String query) throws SQLException {
    try (var connection = RealParts.parts().administrator().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** A transaction that holds what somebody else is about to change, until it is closed. */
  record Held(Connection connection, String backend) implements AutoCloseable {
    static Held by(String lock) throws SQLException {
      var connection = RealParts.parts().administrator().getConnection();
      try (var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute(lock);
        try (var row = statement.executeQuery("SELECT pg_backend_pid()")) {
          row.next();
          return new Held(connection, row.getString(1));
        }
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }

    /** Until somebody waits for it. */
    void awaitSomebody() throws SQLException, InterruptedException {
      var waits =
          "SELECT 1 FROM pg_stat_activity WHERE " + backend + " = ANY (pg_blocking_pids(pid))";
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (texts(waits).isEmpty()) {
        assertThat(System.nanoTime()).as("nobody came").isLessThan(deadline);
        Thread.sleep(50);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.close();
    }
  }
}
