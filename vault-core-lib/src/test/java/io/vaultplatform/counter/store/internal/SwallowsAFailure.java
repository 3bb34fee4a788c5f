package io.vaultplatform.counter.store.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** Told false, the caller goes on in an aborted transaction. */
final class SwallowsAFailure {
  private final Connection connection;

  SwallowsAFailure(Connection connection) {
    this.connection = connection;
  }

  boolean done() {
    try (var statement = connection.createStatement()) {
      return statement.execute("INSERT INTO t VALUES (1)");
    } catch (SQLException e) {
      return false;
    }
  }
}
