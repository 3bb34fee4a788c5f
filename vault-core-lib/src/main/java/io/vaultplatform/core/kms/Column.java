package io.vaultplatform.core.kms;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One cell of the database: the place a sealed value is bound to, so that moving it to another row
 * or column is detected.
 *
 * @param table the table's name without schema
 * @param column the column's name
 * @param row the row's own id
 */
public record Column(String table, String column, UUID row) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public Column {
    if (!NAME.matcher(table).matches() || !NAME.matcher(column).matches()) {
      throw new IllegalArgumentException("not a table and column: " + table + "." + column);
    }
  }
}
