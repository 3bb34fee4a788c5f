package io.vaultplatform.core.orders.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.kms.KeyOperations;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.KeeperWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keys of the key service: counted, rotated while everything runs, and old versions destroyed.
 *
 * <p>Rotating makes a version and walks through every sealed column, a page per transaction, until
 * nothing is left under an older one. Destroying those is an order of its own: it is refused, with
 * the number, while anything is left, and until no transaction can be under way that began before
 * the newest version was there.
 */
@ApplicationScoped
class KeyOrders implements OrderedWork {
  private static final int PAGE = 200;

  /** Longer than any transaction: the container ends them after two minutes. */
  private static final Duration SETTLED = Duration.ofMinutes(5);

  private final KeeperWork keeper;
  private final Sql sql;
  private final SealedRows rows;
  private final KeyOperations keys;
  private final AuditLog log;
  private final Duration settled;
  private final int page;

  @Inject
  KeyOrders(KeeperWork keeper, Sql sql, SealedRows rows, KeyOperations keys, AuditLog log) {
    this(keeper, sql, rows, keys, log, SETTLED, PAGE);
  }

  KeyOrders(
      KeeperWork keeper,
      Sql sql,
      SealedRows rows,
      KeyOperations keys,
      AuditLog log,
      Duration settled,
      int page) {
    this.keeper = keeper;
    this.sql = sql;
    this.rows = rows;
    this.keys = keys;
    this.log = log;
    this.settled = settled;
    this.page = page;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  KeyOrders() {
    keeper = null;
    sql = null;
    rows = null;
    keys = null;
    log = null;
    settled = null;
    page = 0;
  }

  @Override
  public Set<OrderKind> kinds() {
    return Set.of(OrderKind.INVENTORY, OrderKind.ROTATE_KEY, OrderKind.RETIRE_KEY);
  }

  @Override
  public Step step(Order order) {
    if (order.kind() == OrderKind.INVENTORY) {
      return new Step.Done(rows.all().size(), keeper.call(this::inventory));
    }
    return KeyRef.named(order.subject())
        .map(key -> order.kind() == OrderKind.ROTATE_KEY ? rotate(order, key) : retire(order, key))
        .orElseGet(() -> new Step.Refused("there is no such key; there are " + names()));
  }

  private Step rotate(Order order, KeyRef key) {
    var at = order.cursor().orElse("");
    if (at.isEmpty()) {
      // Written down before it is made, so that a server that dies in between makes no second one.
      return new Step.Further("make " + newest(key).next().number(), 0, 0);
    }
    if (at.startsWith("make ")) {
      return make(key, Integer.parseInt(at.substring(5)));
    }
    return reseal(order, key, Place.of(at));
  }

  private Step make(KeyRef key, int number) {
    keys.add(new KeyVersion(key, number));
    long left =
        keeper.call(
            () -> {
              enter(EventType.KEY_VERSION_MADE, new KeyVersion(key, number));
              return rows.others(key, number);
            });
    return new Step.Further(new Place(0, Optional.empty()).text(), 0, left);
  }

  /** A column, by its place in the list, and the row that was the last one. */
  private record Place(int column, Optional<String> row) {
    static Place of(String text) {
      int space = text.indexOf(' ');
      return space < 0
          ? new Place(Integer.parseInt(text), Optional.empty())
          : new Place(
              Integer.parseInt(text.substring(0, space)), Optional.of(text.substring(space + 1)));
    }

    String text() {
      return column + row.map(last -> " " + last).orElse("");
    }
  }

  private Step reseal(Order order, KeyRef key, Place place) {
    var columns = rows.under(key);
    if (place.column() == columns.size()) {
      return finished(order, key);
    }
    var column = columns.get(place.column());
    var done =
        keeper.call(
            () ->
                rows.exchange(
                    column,
                    place.row(),
                    page,
                    (envelope, cells) ->
                        keys.reseal(key, envelope, column.context().apply(cells))));
    var next =
        done.read() < page
            ? new Place(place.column() + 1, Optional.empty())
            : new Place(place.column(), done.last());
    return new Step.Further(next.text(), order.done() + done.changed(), order.total());
  }

  // What a transaction sealed behind our back, before its server saw the new version, is found in
  // another round.
  private Step finished(Order order, KeyRef key) {
    var newest = newest(key);
    long left = keeper.call(() -> rows.others(key, newest.number()));
    return left > 0
        ? new Step.Further("0", order.done(), order.done() + left)
        : new Step.Done(order.done(), newest + " seals, and nothing is left under older versions");
  }

  private Step retire(Order order, KeyRef key) {
    var versions = keys.versions(key);
    if (order.cursor().isPresent()) {
      versions.subList(0, versions.size() - 1).forEach(this::destroy);
      return new Step.Done(1, versions.getLast() + " is the only version of its key");
    }
    if (versions.size() == 1) {
      return new Step.Refused(versions.getLast() + " is the only version of its key");
    }
    var newest = versions.getLast();
    return keeper.call(
        () -> {
          long left = rows.others(key, newest.number());
          if (left > 0) {
            return new Step.Refused(
                left + " values are still sealed under older versions: rotate the key first");
          }
          var since = rows.made(key, newest.number());
          boolean early = since.isEmpty() || since.get().plus(settled).isAfter(sql.now());
          return early
              ? new Step.Refused(
                  "what began before "
                      + newest
                      + " was made may still be under way: ask again "
                      + settled.toMinutes()
                      + " minutes after it was made")
              : new Step.Further("destroy", 0, 1);
        });
  }

  private void destroy(KeyVersion version) {
    keys.destroy(version);
    keeper.run(() -> enter(EventType.KEY_VERSION_DESTROYED, version));
  }

  private void enter(EventType type, KeyVersion version) {
    log.append(
        Draft.of(
            Chain.ofPlatform(),
            type,
            new Resource("key", version.text()),
            Actor.system("operator"),
            Map.of("key", version.key().text(), "version", version.number())));
  }

  private String inventory() {
    var lines = new ArrayList<Map<String, Object>>();
    for (var key : KeyRef.values()) {
      var present = keys.versions(key).stream().map(v -> (Object) (long) v.number()).toList();
      var columns = new ArrayList<Object>();
      for (var column : rows.under(key)) {
        var counts = new java.util.TreeMap<String, Object>();
        rows.versions(column).forEach((version, count) -> counts.put("" + version, count));
        columns.add(Map.of("column", column.name(), "sealed", counts));
      }
      lines.add(Map.of("key", key.text(), "versions", present, "columns", columns));
    }
    return CanonicalJson.text(Map.of("keys", lines));
  }

  private KeyVersion newest(KeyRef key) {
    return keys.versions(key).getLast();
  }

  private static String names() {
    return Stream.of(KeyRef.values()).map(KeyRef::text).collect(Collectors.joining(", "));
  }
}
