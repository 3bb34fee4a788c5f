package io.vaultplatform.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result, by column name. The plain accessors refuse NULL (columns are NOT NULL by
 * default); the {@code find…} ones answer with an {@link Optional}.
 */
public final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  public String text(String column) {
    return there(column, findText(column));
  }

  public Optional<String> findText(String column) {
    return read(column, () -> rows.getString(column));
  }

  public UUID uuid(String column) {
    return there(column, findUuid(column));
  }

  public Optional<UUID> findUuid(String column) {
    return read(column, () -> rows.getObject(column, UUID.class));
  }

  public Instant instant(String column) {
    return there(column, findInstant(column));
  }

  public Optional<Instant> findInstant(String column) {
    return read(column, () -> rows.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  public byte[] bytes(String column) {
    return there(column, findBytes(column));
  }

  public Optional<byte[]> findBytes(String column) {
    return read(column, () -> rows.getBytes(column));
  }

  public int integer(String column) {
    return there(column, read(column, () -> rows.getObject(column, Integer.class)));
  }

  public long number(String column) {
    return there(column, findNumber(column));
  }

  public Optional<Long> findNumber(String column) {
    return read(column, () -> rows.getObject(column, Long.class));
  }

  public boolean flag(String column) {
    return there(column, read(column, () -> rows.getObject(column, Boolean.class)));
  }

  /** A text[] column. */
  public List<String> texts(String column) {
    return List.of((String[]) there(column, read(column, () -> rows.getArray(column).getArray())));
  }

  private static <T> T there(String column, Optional<T> value) {
    return value.orElseThrow(() -> new IllegalStateException("column " + column + " is NULL"));
  }

  private static <T> Optional<T> read(String column, Read<T> read) {
    try {
      return Optional.ofNullable(read.value());
    } catch (SQLException e) {
      throw new SqlFailure("column " + column, e);
    }
  }

  @FunctionalInterface
  private interface Read<T> {
    @Nullable T value() throws SQLException;
  }
}
