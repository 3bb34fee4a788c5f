package io.vaultplatform.core.orders.internal;

import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The rows of orders. Whoever holds the claim of one may move it on. */
@ApplicationScoped
class OrderRows {
  // One order at a time, the oldest first: a claim that ran out belonged to a server that is gone.
  private static final String CLAIM =
      """
      UPDATE vault_core.operator_orders o
         SET claim = ?, claimed_until = clock_timestamp() + make_interval(secs => ?),
             state = 'running', started_at = coalesce(started_at, clock_timestamp())
       WHERE o.id = (SELECT id FROM vault_core.operator_orders
                      WHERE state IN ('waiting', 'running')
                      ORDER BY ordered_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
         AND (o.claimed_until IS NULL OR o.claimed_until < clock_timestamp())
      RETURNING id, kind, subject, cursor, done, total, started_at, entered
      """;

  private static final String ENTERED =
      "UPDATE vault_core.operator_orders SET entered = true WHERE id = ?";

  private static final String MOVE =
      """
      UPDATE vault_core.operator_orders
         SET cursor = ?, done = ?, total = ?, claimed_until = clock_timestamp() + make_interval(secs => ?)
       WHERE id = ? AND claim = ?
      """;

  private static final String END =
      """
      UPDATE vault_core.operator_orders
         SET state = ?, done = ?, answer = ?, finished_at = clock_timestamp(),
             claim = NULL, claimed_until = NULL
       WHERE id = ? AND claim = ?
      """;

  private static final String RELEASE =
      """
      UPDATE vault_core.operator_orders SET claim = NULL, claimed_until = NULL, answer = ?
       WHERE id = ? AND claim = ?
      """;

  private final Sql sql;

  @Inject
  OrderRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  OrderRows() {
    sql = null;
  }

  /** An order that is ours, and whether its beginning stands in the log. */
  record Claimed(Order order, boolean entered) {}

  Optional<Claimed> claim(UUID claim, Duration lease) {
    return sql.find(CLAIM, OrderRows::claimed, claim, (int) lease.toSeconds());
  }

  void entered(UUID order) {
    sql.updateOne(ENTERED, order);
  }

  /** Whether the claim still held. */
  boolean move(Order to, UUID claim, Duration lease) {
    return sql.update(
            MOVE, to.cursor(), to.done(), to.total(), (int) lease.toSeconds(), to.id(), claim)
        == 1;
  }

  boolean end(Order order, UUID claim, String state, long done, String answer) {
    return sql.update(END, state, done, answer, order.id(), claim) == 1;
  }

  void release(Order order, UUID claim, String answer) {
    sql.update(RELEASE, answer, order.id(), claim);
  }

  private static Claimed claimed(Row row) {
    return new Claimed(
        new Order(
            row.uuid("id"),
            OrderKind.of(row.text("kind")),
            row.text("subject"),
            row.findText("cursor"),
            row.number("done"),
            row.number("total"),
            row.instant("started_at")),
        row.flag("entered"));
  }
}
