package io.vaultplatform.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * SQL in the running transaction. Statements are text blocks with {@code ?}; values are bound,
 * never pasted.
 *
 * <p>Bound types: {@code String}, {@code UUID}, {@code Instant} (timestamptz), {@code byte[]},
 * {@code Integer}, {@code Long}, {@code Boolean}, arrays of {@code UUID}, {@code String} and {@code
 * Long}, {@code Optional} of these, and null. JSON is bound as text with {@code ?::jsonb}.
 */
public final class Sql {

  /** Lends the connection of the running transaction and takes it back. */
  @FunctionalInterface
  public interface Connections {
    Connection get() throws SQLException;
  }

  private final Connections connections;

  /**
   * On connections that each belong to the running transaction; each is closed (handed back) after
   * a statement.
   */
  public Sql(Connections connections) {
    this.connections = connections;
  }

  /** Every row, mapped. */
  public <T> List<T> list(String statement, Function<Row, T> mapper, @Nullable Object... values) {
    try (var connection = connections.get();
        var prepared = connection.prepareStatement(statement)) {
      bind(connection, prepared, values);
      try (var found = prepared.executeQuery()) {
        var rows = new ArrayList<T>();
        var row = new Row(found);
        while (found.next()) {
          rows.add(mapper.apply(row));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new SqlFailure(statement, e);
    }
  }

  /** The only row, if there is one. More than one is a bug in the statement. */
  public <T> Optional<T> find(
      String statement, Function<Row, T> mapper, @Nullable Object... values) {
    var rows = list(statement, mapper, values);
    if (rows.size() > 1) {
      throw new IllegalStateException(
          rows.size() + " rows where at most one was expected: " + statement.strip());
    }
    return rows.stream().findFirst();
  }

  /** The only row. None, or more than one, is a bug. */
  public <T> T one(String statement, Function<Row, T> mapper, @Nullable Object... values) {
    return find(statement, mapper, values)
        .orElseThrow(
            () -> new IllegalStateException("no row where one was expected: " + statement.strip()));
  }

  /** INSERT, UPDATE or DELETE; the number of rows it touched. */
  public int update(String statement, @Nullable Object... values) {
    try (var connection = connections.get();
        var prepared = connection.prepareStatement(statement)) {
      bind(connection, prepared, values);
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw new SqlFailure(statement, e);
    }
  }

  /**
   * As {@link #update}, and exactly one row has to be touched: anything else is a bug or a hidden
   * row.
   */
  public void updateOne(String statement, @Nullable Object... values) {
    int touched = update(statement, values);
    if (touched != 1) {
      throw new IllegalStateException(
          touched + " rows touched where one was expected: " + statement.strip());
    }
  }

  /** The same statement for many rows in one round trip. */
  public void batch(String statement, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (var connection = connections.get();
        var prepared = connection.prepareStatement(statement)) {
      for (var values : rows) {
        bind(connection, prepared, values);
        prepared.addBatch();
      }
      prepared.executeBatch();
    } catch (SQLException e) {
      throw new SqlFailure(statement, e);
    }
  }

  /**
   * The database's time, which decides deadlines: when this statement runs, not when the
   * transaction began.
   */
  public Instant now() {
    return one("SELECT clock_timestamp() AS now", row -> row.instant("now"));
  }

  private static void bind(
      Connection connection, PreparedStatement prepared, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(
          connection,
          prepared,
          i + 1,
          values[i] instanceof Optional<?> some ? some.orElse(null) : values[i]);
    }
  }

  private static void bind(
      Connection connection, PreparedStatement prepared, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> prepared.setNull(index, Types.NULL);
      case String text -> prepared.setString(index, text);
      case UUID id -> prepared.setObject(index, id);
      case Instant at -> prepared.setObject(index, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
      case byte[] bytes -> prepared.setBytes(index, bytes);
      case Integer number -> prepared.setInt(index, number);
      case Long number -> prepared.setLong(index, number);
      case Boolean flag -> prepared.setBoolean(index, flag);
      case UUID[] ids -> prepared.setArray(index, connection.createArrayOf("uuid", ids));
      case String[] texts -> prepared.setArray(index, connection.createArrayOf("text", texts));
      case Long[] numbers -> prepared.setArray(index, connection.createArrayOf("bigint", numbers));
      // Not a closed type: whatever else is bound is a bug in the caller, named by its class only.
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass().getName());
    }
  }
}
