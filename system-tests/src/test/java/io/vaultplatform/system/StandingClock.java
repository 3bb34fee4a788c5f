package io.vaultplatform.system;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A clock that stands still: one trigger is due, and the table is locked against every tick while
 * this is open. Whoever only reads is not held up.
 */
final class StandingClock implements AutoCloseable {
  private static final String DUE =
      "UPDATE vault_core.triggers SET status = 'armed', next_due = clock_timestamp() -"
          + " ?::text::interval WHERE id = ?::uuid";
  private static final String DRAFT_AGAIN =
      "UPDATE vault_core.triggers SET status = 'draft', next_due = NULL WHERE id = ?::uuid";
  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE relation = 'vault_core.triggers'::regclass AND mode ="
          + " 'ExclusiveLock' AND NOT granted";
  private static final Map<String, Object> PLAN = TriggerApiIT.PLAN;

  private final String trigger;
  private final Connection holder;

  private StandingClock(String trigger, Connection holder) {
    this.trigger = trigger;
    this.holder = holder;
  }

  /** Makes a trigger due and stops every tick, in such an order that none comes between. */
  static StandingClock withOneTriggerDueSince(Duration time) throws Exception {
    var owner = Owner.registered();
    var made = owner.http.post(owner.vault().path() + "/triggers", Map.of("plan", PLAN));
    Owner.expect(201, made);
    var trigger = made.json().get("trigger").asText();
    var database = RealParts.whole().administrator();
    var holder = database.getConnection();
    holder.setAutoCommit(false);
    try (var updater = database.getConnection();
        var update = updater.prepareStatement(DUE)) {
      updater.setAutoCommit(false);
      update.setString(1, time.toString());
      update.setString(2, trigger);
      update.executeUpdate();
      // Queued behind the update and before the next tick, so that it is had when the update ends.
      var locked = CompletableFuture.runAsync(() -> lock(holder));
      while (waiting(updater) == 0) {
        Thread.sleep(20);
      }
      updater.commit();
      locked.join();
    }
    return new StandingClock(trigger, holder);
  }

  String trigger() {
    return trigger;
  }

  /** The trigger is a draft again, and the ticks go on. */
  @Override
  public void close() throws SQLException {
    try (holder;
        var update = holder.prepareStatement(DRAFT_AGAIN)) {
      update.setString(1, trigger);
      update.executeUpdate();
      holder.commit();
    }
  }

  private static long waiting(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(WAITING)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void lock(Connection connection) {
    try (var statement = connection.createStatement()) {
      statement.execute("LOCK TABLE vault_core.triggers IN EXCLUSIVE MODE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
