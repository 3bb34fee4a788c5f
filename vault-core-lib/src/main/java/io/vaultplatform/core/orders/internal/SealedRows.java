package io.vaultplatform.core.orders.internal;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Every sealed column of the database, read and exchanged row by row, and counted by version.
 *
 * <p>Statements are made of declared names and conditions, which are constants of the code; values
 * are bound. A row's primary key travels as JSON, which PostgreSQL turns back into the types of the
 * table, so that pages begin at an index whatever the key is made of.
 */
@ApplicationScoped
class SealedRows {
  private static final String MADE =
      "SELECT created_at FROM vault_core.key_checks WHERE key = ? AND version = ?";

  private final Sql sql;
  private final List<SealedColumn> columns;

  @Inject
  SealedRows(Sql sql, @Any Instance<SealedColumn> columns) {
    this(sql, columns.stream().toList());
  }

  SealedRows(Sql sql, List<SealedColumn> columns) {
    this.sql = sql;
    this.columns =
        columns.stream()
            .sorted(
                java.util.Comparator.comparing(SealedColumn::name)
                    .thenComparing(SealedColumn::which))
            .toList();
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  SealedRows() {
    sql = null;
    columns = null;
  }

  List<SealedColumn> all() {
    return columns;
  }

  List<SealedColumn> under(KeyRef key) {
    return columns.stream().filter(column -> column.key() == key).toList();
  }

  /** One page, done. */
  record Page(Optional<String> last, int read, int changed) {}

  /**
   * The next rows of a column: {@code exchange} says what stands in each from now on, or nothing.
   */
  Page exchange(
      SealedColumn column,
      Optional<String> after,
      int limit,
      BiFunction<byte[], SealedColumn.Cells, Optional<byte[]>> exchange) {
    var rows = page(column, after, limit);
    int changed = 0;
    for (var row : rows) {
      var now = exchange.apply(row.sealed().toArray(), row.cells());
      if (now.isPresent()) {
        sql.updateOne(update(column), now.get(), row.at());
        changed++;
      }
    }
    var last = rows.isEmpty() ? Optional.<String>empty() : Optional.of(rows.getLast().at());
    return new Page(last, rows.size(), changed);
  }

  /** How many values stand under which version. */
  SortedMap<Integer, Long> versions(SealedColumn column) {
    var counted = new TreeMap<Integer, Long>();
    sql.list(
        """
        SELECT ('x' || encode(substring(%1$s FROM 1 FOR 4), 'hex'))::bit(32)::integer AS version,
               count(*) AS count
          FROM vault_core.%2$s WHERE %1$s IS NOT NULL AND %3$s
         GROUP BY 1
        """
            .formatted(column.column(), column.table(), column.which()),
        row -> counted.put(row.integer("version"), row.number("count")));
    return counted;
  }

  /** How many values are not under this version yet. */
  long others(KeyRef key, int version) {
    return under(key).stream()
        .flatMap(column -> versions(column).entrySet().stream())
        .filter(count -> count.getKey() != version)
        .mapToLong(java.util.Map.Entry::getValue)
        .sum();
  }

  /** When a version was first seen with this database. */
  Optional<Instant> made(KeyRef key, int version) {
    return sql.find(MADE, row -> row.instant("created_at"), key.text(), version);
  }

  private record Sealed(String at, Bytes sealed, SealedColumn.Cells cells) {}

  private List<Sealed> page(SealedColumn column, Optional<String> after, int limit) {
    var behind =
        after.isEmpty()
            ? ""
            : "AND (%s) > (SELECT %s FROM json_populate_record(NULL::vault_core.%s, ?::json))"
                .formatted(names(column, "t."), names(column, ""), column.table());
    var statement =
        """
        SELECT json_build_object(%s)::text AS at, %s AS sealed, %s
          FROM vault_core.%s t WHERE %s IS NOT NULL AND %s %s
         ORDER BY %s LIMIT ? FOR NO KEY UPDATE
        """
            .formatted(
                String.join(
                    ", ",
                    column.identifiedBy().stream().map(id -> "'" + id + "', t." + id).toList()),
                "t." + column.column(),
                String.join(", ", texts(column)),
                column.table(),
                "t." + column.column(),
                column.which(),
                behind,
                names(column, "t."));
    return after.isEmpty()
        ? sql.list(statement, row -> sealed(column, row), limit)
        : sql.list(statement, row -> sealed(column, row), after.get(), limit);
  }

  private static Sealed sealed(SealedColumn column, Row row) {
    var texts = new HashMap<String, String>();
    needed(column)
        .forEach(name -> row.findText("cell_" + name).ifPresent(text -> texts.put(name, text)));
    return new Sealed(row.text("at"), Bytes.of(row.bytes("sealed")), new SealedColumn.Cells(texts));
  }

  private static String update(SealedColumn column) {
    return """
    UPDATE vault_core.%1$s t SET %2$s = ?
      FROM json_populate_record(NULL::vault_core.%1$s, ?::json) k WHERE %3$s
    """
        .formatted(
            column.table(),
            column.column(),
            String.join(
                " AND ",
                column.identifiedBy().stream().map(id -> "t." + id + " = k." + id).toList()));
  }

  private static String names(SealedColumn column, String prefix) {
    return String.join(", ", column.identifiedBy().stream().map(id -> prefix + id).toList());
  }

  private static List<String> texts(SealedColumn column) {
    return needed(column).map(name -> "t." + name + "::text AS cell_" + name).toList();
  }

  private static Stream<String> needed(SealedColumn column) {
    return Stream.concat(column.identifiedBy().stream(), column.also().stream());
  }
}
