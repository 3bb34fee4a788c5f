package io.vaultplatform.core.orders.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.kms.KeyOperations;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A server that carries out orders, and the operator who gives them. */
public final class TestOrders {
  private final TestDatabase database;
  private final OrderBook book;

  /** An order as its operator sees it. */
  public record Seen(String state, long done, long total, String answer) {}

  private TestOrders(
      TestDatabase database,
      LocalWork work,
      KeyOperations keys,
      AuditLog log,
      List<OrderedWork> others,
      Duration settled,
      Duration lease,
      int page) {
    this.database = database;
    var works = new ArrayList<>(others);
    var rows = new SealedRows(work.sql(), DeclaredColumns.all());
    works.add(new KeyOrders(work.keeper(), work.sql(), rows, keys, log, settled, page));
    book =
        new OrderBook(
            new OrderRows(work.sql()), work.keeper(), work.sql(), log, keys, works, lease);
  }

  public static TestOrders open(
      TestDatabase database,
      LocalWork work,
      TestKeys keys,
      AuditLog log,
      List<OrderedWork> others) {
    return new TestOrders(
        database,
        work,
        keys.operations(work),
        log,
        others,
        Duration.ZERO,
        Duration.ofSeconds(1),
        3);
  }

  /** The same, with what becomes of keys in the test's own hands. */
  public static TestOrders open(
      TestDatabase database,
      LocalWork work,
      KeyOperations keys,
      AuditLog log,
      List<OrderedWork> others) {
    return new TestOrders(
        database, work, keys, log, others, Duration.ZERO, Duration.ofSeconds(30), 3);
  }

  /** The same, with the time that has to pass before an old version is destroyed. */
  static TestOrders settling(
      TestDatabase database, LocalWork work, TestKeys keys, AuditLog log, Duration settled) {
    return new TestOrders(
        database, work, keys.operations(work), log, List.of(), settled, Duration.ofSeconds(1), 3);
  }

  /** What an operator writes, with an operator's rights. */
  public UUID order(OrderKind kind, String subject) {
    var id = UUID.randomUUID();
    try (var connection = database.owner().getConnection();
        var role = connection.createStatement();
        var insert =
            connection.prepareStatement(
                "INSERT INTO vault_core.operator_orders (id, kind, subject) VALUES (?, ?, ?)")) {
      role.execute("SET ROLE vault_operator");
      insert.setObject(1, id);
      insert.setString(2, kind.text());
      insert.setString(3, subject);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return id;
  }

  /** Orders it and has it carried out. */
  public Seen carryOut(OrderKind kind, String subject) {
    var id = order(kind, subject);
    work();
    return seen(id);
  }

  /** Until nothing is left to do. */
  public void work() {
    while (book.work(10)) {
      // The next ten batches.
    }
  }

  /** Some batches. */
  public boolean work(int batches) {
    return book.work(batches);
  }

  public Seen seen(UUID order) {
    try (var connection = database.owner().getConnection();
        var role = connection.createStatement()) {
      role.execute("SET ROLE vault_operator");
      try (var rows =
          role.executeQuery(
              "SELECT state, done, total, answer FROM vault_core.operator_orders WHERE id = '"
                  + order
                  + "'")) {
        rows.next();
        return new Seen(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getString(4));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
