package io.vaultplatform.core.orders.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.kms.KeyOperations;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.KeeperWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries out orders, batch by batch.
 *
 * <p>The beginning of an order is entered in the platform's chain before anything is done, its end
 * together with the row that says so. Between two batches the row says where to go on, so a server
 * that is killed costs one batch, which is done again; its claim runs out and any server goes on.
 * Keys of things are destroyed here and nowhere else.
 */
@ApplicationScoped
class OrderBook {
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final OrderRows rows;
  private final KeeperWork keeper;
  private final Sql sql;
  private final AuditLog log;
  private final KeyOperations keys;
  private final Iterable<OrderedWork> works;
  private final Duration lease;

  @Inject
  OrderBook(
      OrderRows rows,
      KeeperWork keeper,
      Sql sql,
      AuditLog log,
      KeyOperations keys,
      @Any Instance<OrderedWork> works) {
    this(rows, keeper, sql, log, keys, works, LEASE);
  }

  OrderBook(
      OrderRows rows,
      KeeperWork keeper,
      Sql sql,
      AuditLog log,
      KeyOperations keys,
      Iterable<OrderedWork> works,
      Duration lease) {
    this.rows = rows;
    this.keeper = keeper;
    this.sql = sql;
    this.log = log;
    this.keys = keys;
    this.works = works;
    this.lease = lease;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  OrderBook() {
    rows = null;
    keeper = null;
    sql = null;
    log = null;
    keys = null;
    works = null;
    lease = null;
  }

  /**
   * Takes the oldest order and does batches of it, at most {@code batches}.
   *
   * @return whether there was one to work on
   */
  boolean work(int batches) {
    var claim = Randomness.uuidV7(keeper.call(sql::now));
    var claimed = keeper.call(() -> claim(claim));
    if (claimed.isEmpty()) {
      return false;
    }
    var order = claimed.get();
    try {
      for (int i = 0; i < batches; i++) {
        var next = advance(order, claim);
        if (next.isEmpty()) {
          return true;
        }
        order = next.get();
      }
      release(order, claim, "");
      return true;
    } catch (KeyServiceException e) {
      release(order, claim, "a batch failed and is tried again: " + e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      release(order, claim, "a batch failed and is tried again; the server's log says why");
      throw e;
    }
  }

  private void release(Order order, UUID claim, String answer) {
    keeper.run(() -> rows.release(order, claim, answer));
  }

  private Optional<Order> claim(UUID claim) {
    var found = rows.claim(claim, lease);
    found
        .filter(claimed -> !claimed.entered())
        .ifPresent(
            claimed -> {
              enter(EventType.ORDER_TAKEN, claimed.order(), Map.of());
              rows.entered(claimed.order().id());
            });
    return found.map(OrderRows.Claimed::order);
  }

  private Optional<Order> advance(Order order, UUID claim) {
    return switch (workOn(order).step(order)) {
      case Step.Further(var cursor, var done, var total) -> move(order, claim, cursor, done, total);
      case Step.Erase(var things, var cursor, var total) -> {
        keys.erase(things);
        yield move(order, claim, cursor, order.done(), total);
      }
      case Step.Done(var done, var answer) -> end(order, claim, "done", done, answer);
      case Step.Refused(var why) -> end(order, claim, "refused", order.done(), why);
    };
  }

  // A claim that was lost belongs to somebody who is further: nothing is written over that.
  private Optional<Order> move(Order order, UUID claim, String cursor, long done, long total) {
    var next =
        new Order(
            order.id(),
            order.kind(),
            order.subject(),
            Optional.of(cursor),
            done,
            Math.max(done, total),
            order.started());
    return keeper.call(() -> rows.move(next, claim, lease)) ? Optional.of(next) : Optional.empty();
  }

  private Optional<Order> end(Order order, UUID claim, String state, long done, String answer) {
    keeper.run(
        () -> {
          if (rows.end(order, claim, state, done, answer)) {
            enter(EventType.ORDER_ENDED, order, Map.of("outcome", state));
          }
        });
    return Optional.empty();
  }

  private void enter(EventType type, Order order, Map<String, Object> more) {
    var facts = new java.util.HashMap<String, Object>(more);
    facts.put("kind", order.kind().text());
    facts.put("subject", order.subject());
    log.append(
        Draft.of(
            Chain.ofPlatform(),
            type,
            Resource.of("order", order.id()),
            Actor.system("operator"),
            facts));
  }

  private OrderedWork workOn(Order order) {
    for (var work : works) {
      if (work.kinds().contains(order.kind())) {
        return work;
      }
    }
    throw new IllegalStateException("nobody carries out orders of kind " + order.kind().text());
  }
}
