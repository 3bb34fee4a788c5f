package io.vaultplatform.core.kms;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One column whose values the key service seals, as the feature that owns it declares it (a bean
 * each): rotation re-seals exactly what is declared, and the inventory counts it.
 *
 * @param table without schema
 * @param column holds sealed bytes, or NULL
 * @param key what seals it
 * @param identifiedBy the primary key's columns, in its order
 * @param also columns that the context needs beside them
 * @param which a condition in SQL, where one column holds what several keys seal
 * @param context what a row's value is bound to
 */
public record SealedColumn(
    String table,
    String column,
    KeyRef key,
    List<String> identifiedBy,
    List<String> also,
    String which,
    Function<Cells, KeyContext> context) {

  /** A row's key and further columns, as texts; NULL is not there. */
  public record Cells(Map<String, String> texts) {
    public Cells {
      texts = Map.copyOf(texts);
    }

    public boolean has(String column) {
      return texts.containsKey(column);
    }

    public String get(String column) {
      var text = texts.get(column);
      if (text == null) {
        throw new IllegalArgumentException("a sealed column names every column it needs");
      }
      return text;
    }
  }

  public SealedColumn {
    identifiedBy = List.copyOf(identifiedBy);
    also = List.copyOf(also);
  }

  /** A column of which one key seals every value. */
  public static SealedColumn of(
      String table,
      String column,
      KeyRef key,
      List<String> identifiedBy,
      Function<Cells, KeyContext> context) {
    return new SealedColumn(table, column, key, identifiedBy, List.of(), "true", context);
  }

  /** The same, its context needing further columns of the row. */
  public SealedColumn with(String... columns) {
    return new SealedColumn(table, column, key, identifiedBy, List.of(columns), which, context);
  }

  /** The same, of the rows that a condition chooses. */
  public SealedColumn where(String condition) {
    return new SealedColumn(table, column, key, identifiedBy, also, condition, context);
  }

  /** {@code table.column}, for people. */
  public String name() {
    return table + "." + column;
  }
}
