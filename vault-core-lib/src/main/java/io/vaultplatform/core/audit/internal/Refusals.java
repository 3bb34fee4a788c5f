package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Enters refusals in a transaction of their own, because the refused work rolls back.
 *
 * <p>Whoever knocks a million times must neither fill the log nor stay out of it: the first few of
 * one kind within a window are entered as they are, the rest are counted, and once the window is
 * over the latest of them is entered with the fact {@code count}. One kind is one chain, type and
 * actor.
 */
@ApplicationScoped
class Refusals {
  private static final Logger LOG = System.getLogger(Refusals.class.getName());

  /** How many of one kind are entered one by one within a window. */
  static final int AT_ONCE = 5;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  // The caller's own transaction may hold the lock of this chain: PostgreSQL cannot see that we
  // wait for
  // ourselves, so the wait is bounded.
  private static final String BOUNDED = "SELECT set_config('lock_timeout', '5s', true) AS bounded";

  private static final String OPEN =
      """
      INSERT INTO vault_core.audit_refusals
             (chain_id, chain_kind, type, actor_id, window_start, entered, waiting, latest)
      VALUES (?, ?, ?, ?, clock_timestamp(), 0, 0, NULL)
      ON CONFLICT DO NOTHING
      """;

  private static final String LOCK =
      """
      SELECT window_start, entered, waiting, latest, clock_timestamp() AS now
        FROM vault_core.audit_refusals
       WHERE chain_id = ? AND chain_kind = ? AND type = ? AND actor_id = ?
         FOR UPDATE
      """;

  private static final String BECOME =
      """
      UPDATE vault_core.audit_refusals
         SET window_start = ?, entered = ?, waiting = ?, latest = ?
       WHERE chain_id = ? AND chain_kind = ? AND type = ? AND actor_id = ?
      """;

  private static final String OVERDUE =
      """
      SELECT chain_id, chain_kind, type, actor_id FROM vault_core.audit_refusals
       WHERE waiting > 0 AND window_start <= clock_timestamp() - make_interval(secs => ?)
         AND (?::uuid IS NULL OR chain_id = ?::uuid)
       ORDER BY chain_id, chain_kind, type, actor_id
       LIMIT 1000
      """;

  private final Sql sql;
  private final EngineWork engine;
  private final ChainWriter writer;

  @Inject
  Refusals(Sql sql, EngineWork engine, ChainWriter writer) {
    this.sql = sql;
    this.engine = engine;
    this.writer = writer;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Refusals() {
    sql = null;
    engine = null;
    writer = null;
  }

  /** One row: what is counted together. */
  private record Kind(UUID chain, String chainKind, String type, String actor) {
    static Kind of(Draft draft) {
      return new Kind(
          draft.chain().id(), draft.chain().kind(), draft.type().text(), draft.actor().id());
    }

    static Kind of(Row row) {
      return new Kind(
          row.uuid("chain_id"), row.text("chain_kind"), row.text("type"), row.text("actor_id"));
    }
  }

  private record Counter(
      Instant start, int entered, long waiting, Optional<String> latest, Instant now) {

    static Counter of(Row row) {
      return new Counter(
          row.instant("window_start"),
          row.integer("entered"),
          row.number("waiting"),
          row.findText("latest"),
          row.instant("now"));
    }

    boolean over() {
      return !now.isBefore(start.plus(WINDOW));
    }
  }

  void refuse(Draft draft) {
    engine.run(
        () -> {
          var kind = Kind.of(draft);
          bound();
          sql.update(OPEN, kind.chain(), kind.chainKind(), kind.type(), kind.actor());
          var counter = lock(kind).orElseThrow();
          if (counter.over()) {
            enterWaiting(counter);
            writer.append(draft);
            become(kind, counter.now(), 1, 0, Optional.empty());
          } else if (counter.entered() < AT_ONCE) {
            writer.append(draft);
            become(kind, counter.start(), counter.entered() + 1, 0, Optional.empty());
          } else {
            become(
                kind,
                counter.start(),
                counter.entered(),
                counter.waiting() + 1,
                Optional.of(text(draft)));
          }
        });
  }

  /** Enters what was counted in windows that are over. */
  void settle() {
    settle(WINDOW, Optional.empty());
  }

  /**
   * Enters what was counted for one chain, its window over or not: before an export, nothing may
   * wait.
   */
  void settle(Chain chain) {
    settle(Duration.ZERO, Optional.of(chain));
  }

  // A transaction for each, so that nobody holds one chain's head while waiting for another's, and
  // one that cannot be entered does not take the others back with it.
  private void settle(Duration age, Optional<Chain> chain) {
    var id = chain.map(Chain::id);
    var waiting =
        engine.<List<Kind>>call(() -> sql.list(OVERDUE, Kind::of, (int) age.toSeconds(), id, id));
    for (var kind : waiting) {
      try {
        engine.run(() -> settle(kind));
      } catch (RuntimeException e) {
        LOG.log(
            Level.ERROR,
            "counted refusals of chain " + kind.chain() + " could not be entered; they wait",
            e);
      }
    }
  }

  private void settle(Kind kind) {
    bound();
    var counter = lock(kind).orElseThrow();
    // None, when another server came first.
    if (counter.waiting() > 0) {
      enterWaiting(counter);
      become(kind, counter.start(), counter.entered(), 0, Optional.empty());
    }
  }

  private void bound() {
    sql.one(BOUNDED, row -> true);
  }

  private Optional<Counter> lock(Kind kind) {
    return sql.find(LOCK, Counter::of, kind.chain(), kind.chainKind(), kind.type(), kind.actor());
  }

  private void enterWaiting(Counter counter) {
    if (counter.latest().isPresent()) {
      var latest = draft(counter.latest().get());
      var facts = new HashMap<>(latest.facts());
      facts.put("count", counter.waiting());
      writer.append(
          Draft.of(latest.chain(), latest.type(), latest.resource(), latest.actor(), facts));
    }
  }

  private void become(
      Kind kind, Instant start, int entered, long waiting, Optional<String> latest) {
    sql.updateOne(
        BECOME,
        start,
        entered,
        waiting,
        latest,
        kind.chain(),
        kind.chainKind(),
        kind.type(),
        kind.actor());
  }

  // What waits is kept without its personal part: a count concerns the attempts, not one person's
  // words.
  private static String text(Draft draft) {
    return CanonicalJson.text(
        Map.of(
            "chain", draft.chain().toTree(),
            "type", draft.type().text(),
            "resource", List.of(draft.resource().type(), draft.resource().id()),
            "actor", List.of(draft.actor().kind().name(), draft.actor().id()),
            "facts", draft.facts()));
  }

  private static Draft draft(String text) {
    var fields = Fields.of(CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)), "refusal");
    var resource = fields.texts("resource");
    var actor = fields.texts("actor");
    return Draft.of(
        Chain.of(fields.object("chain")),
        EventType.of(fields.text("type")),
        new Resource(resource.get(0), resource.get(1)),
        new Actor(Actor.Kind.valueOf(actor.get(0)), actor.get(1)),
        fields.tree("facts"));
  }
}
