package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.CheckInWay;
import io.vaultplatform.core.triggers.PastStep;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerJson;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The statements on triggers, their history and their check-ins. */
final class TriggerRows {
  private static final String INSERT =
      """
      INSERT INTO vault_core.triggers (vault_id, id, product, type, plan, state, status, created_at)
      SELECT v.id, ?, v.product, ?, ?, ?, 'draft', clock_timestamp()
        FROM vault_core.vaults v
       WHERE v.id = ? AND v.product = ? AND v.status = 'active'
      ON CONFLICT DO NOTHING
      """;

  private static final String REPLAN =
      """
      UPDATE vault_core.triggers SET plan = ?, version = version + 1 WHERE vault_id = ? AND id = ?
      """;

  private static final String LIST =
      """
      SELECT * FROM vault_core.triggers WHERE vault_id = ? ORDER BY created_at, id
      """;

  private static final String COUNT =
      """
      SELECT count(*) AS count FROM vault_core.triggers WHERE vault_id = ?
      """;

  private static final String FIND =
      """
      SELECT * FROM vault_core.triggers WHERE id = ?
      """;

  // NO KEY: rows that point to a trigger may be inserted meanwhile; only steps exclude each other.
  private static final String LOCK =
      """
      SELECT * FROM vault_core.triggers WHERE id = ? FOR NO KEY UPDATE
      """;

  private static final String DUE =
      """
      SELECT * FROM vault_core.triggers
       WHERE product = ? AND next_due <= ? AND next_due >= ?
       ORDER BY next_due
       LIMIT ?
         FOR NO KEY UPDATE SKIP LOCKED
      """;

  private static final String DUE_ONE =
      """
      SELECT * FROM vault_core.triggers
       WHERE id = ? AND product = ? AND next_due <= ?
         FOR NO KEY UPDATE SKIP LOCKED
      """;

  private static final String BECOME =
      """
      UPDATE vault_core.triggers
         SET state = ?, status = ?, epoch = ?, version = ?, next_due = ?, due_since = NULL, failures = 0
       WHERE vault_id = ? AND id = ?
      """;

  private static final String PAST =
      """
      INSERT INTO vault_core.trigger_history
        (vault_id, trigger_id, version, epoch, at, event, from_status, to_status, sequence)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String HISTORY =
      """
      SELECT * FROM vault_core.trigger_history WHERE trigger_id = ? ORDER BY version DESC LIMIT ?
      """;

  private static final String CHECKED_IN =
      """
      INSERT INTO vault_core.check_ins (vault_id, trigger_id, sequence, epoch, way, at)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  // The back-off doubles from ten seconds to an hour. due_since keeps the truth for whoever
  // watches.
  private static final String FAILED =
      """
      UPDATE vault_core.triggers
         SET failures = failures + 1,
             due_since = coalesce(due_since, next_due),
             next_due = clock_timestamp() + least(interval '1 hour', interval '10 seconds' * power(2, least(failures, 9)))
       WHERE id = ? AND next_due <= clock_timestamp()
      """;

  private static final String FIGURES =
      """
      SELECT count(*) FILTER (WHERE next_due <= clock_timestamp()) AS due,
             count(*) FILTER (WHERE next_due <= clock_timestamp() - ?::interval) AS overdue,
             min(coalesce(due_since, next_due)) FILTER (WHERE next_due <= clock_timestamp() OR failures > 0) AS oldest,
             count(*) FILTER (WHERE status = 'held') AS held,
             count(*) FILTER (WHERE failures > 0) AS failing
        FROM vault_core.triggers
       WHERE product = ? AND (next_due <= clock_timestamp() OR status = 'held' OR failures > 0)
      """;

  // Those in a back-off are another matter: they are counted, and must not make every server
  // unready.
  private static final String OLDEST =
      """
      SELECT next_due FROM vault_core.triggers
       WHERE product = ? AND next_due <= clock_timestamp() AND failures = 0
       ORDER BY next_due LIMIT 1
      """;

  private final Sql sql;

  TriggerRows(Sql sql) {
    this.sql = sql;
  }

  /** What there is to watch. */
  record Figures(long due, long overdue, Optional<Instant> oldest, long held, long failing) {}

  Instant now() {
    return sql.now();
  }

  /** False when there is no such vault here, or the id is taken. */
  boolean insert(VaultId vault, TriggerId id, String product, Plan plan) {
    return sql.update(
            INSERT,
            id.value(),
            plan.condition().type(),
            text(plan),
            text(new TriggerState.Draft()),
            vault.value(),
            product)
        == 1;
  }

  void replan(TriggerView view, Plan plan) {
    sql.updateOne(REPLAN, text(plan), view.vault().value(), view.trigger().value());
  }

  long count(VaultId vault) {
    return sql.one(COUNT, row -> row.number("count"), vault.value());
  }

  List<TriggerRow> list(VaultId vault) {
    return sql.list(LIST, TriggerRow::of, vault.value());
  }

  Optional<TriggerRow> find(TriggerId id) {
    return sql.find(FIND, TriggerRow::of, id.value());
  }

  Optional<TriggerRow> lock(TriggerId id) {
    return sql.find(LOCK, TriggerRow::of, id.value());
  }

  List<TriggerRow> lockDue(String product, Instant now, Instant from, int most) {
    return sql.list(DUE, TriggerRow::of, product, now, from, most);
  }

  Optional<TriggerRow> lockDue(TriggerId id, String product, Instant now) {
    return sql.find(DUE_ONE, TriggerRow::of, id.value(), product, now);
  }

  /** Writes the new states of locked rows, set-wise. */
  void become(List<TriggerView> after) {
    sql.batch(
        BECOME,
        after.stream()
            .map(
                view ->
                    new Object[] {
                      text(view.state()),
                      view.state().kind().text(),
                      view.epoch(),
                      view.version(),
                      view.state().nextDue(),
                      view.vault().value(),
                      view.trigger().value()
                    })
            .toList());
  }

  /** Adds steps to the history, set-wise. */
  void past(List<Object[]> steps) {
    sql.batch(PAST, steps);
  }

  static Object[] past(
      TriggerView after, TriggerState from, String event, Instant at, long sequence) {
    return new Object[] {
      after.vault().value(),
      after.trigger().value(),
      after.version(),
      after.epoch(),
      at,
      event,
      from.kind().text(),
      after.state().kind().text(),
      sequence
    };
  }

  List<PastStep> history(TriggerId id, int limit) {
    return sql.list(
        HISTORY,
        row ->
            new PastStep(
                row.number("version"),
                row.number("epoch"),
                row.instant("at"),
                row.text("event"),
                kind(row.text("from_status")),
                kind(row.text("to_status")),
                row.number("sequence")),
        id.value(),
        limit);
  }

  void checkedIn(TriggerView view, long sequence, CheckInWay way, Instant at) {
    sql.update(
        CHECKED_IN,
        view.vault().value(),
        view.trigger().value(),
        sequence,
        view.epoch(),
        way.text(),
        at);
  }

  void failed(TriggerId id) {
    sql.update(FAILED, id.value());
  }

  Figures figures(String product, Duration late) {
    return sql.one(
        FIGURES,
        row ->
            new Figures(
                row.number("due"),
                row.number("overdue"),
                row.findInstant("oldest"),
                row.number("held"),
                row.number("failing")),
        late.toString(),
        product);
  }

  Optional<Instant> oldestDue(String product) {
    return sql.find(OLDEST, row -> row.instant("next_due"), product);
  }

  private static TriggerState.Kind kind(String text) {
    return Arrays.stream(TriggerState.Kind.values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a state that is not in the catalogue"));
  }

  static String text(Plan plan) {
    return CanonicalJson.text(TriggerJson.toTree(plan));
  }

  private static String text(TriggerState state) {
    return CanonicalJson.text(TriggerJson.toTree(state));
  }
}
