package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerJson;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.EffectSink;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The real service and the real sweep on a test's transactions, for every test of what follows from
 * a step.
 */
public final class TestTriggers {
  private static final String PUT =
      """
      UPDATE vault_core.triggers SET state = ?, status = ?, next_due = ? WHERE id = ?
      """;

  private final LocalWork work;
  private final TriggerSettings settings;
  private final TriggerRows rows;
  private final Steps steps;
  private final Triggers triggers;

  private TestTriggers(
      LocalWork work, AuditLog audit, Iterable<EffectSink> sinks, String product, int batch) {
    this.work = work;
    this.settings =
        new TriggerSettings(
            product, Duration.ofSeconds(1), Duration.ofSeconds(1), batch, Duration.ofMinutes(5));
    this.rows = new TriggerRows(work.sql());
    this.steps = new Steps(rows, audit, sinks);
    this.triggers = new TriggerDesk(settings, rows, audit, sinks);
  }

  /** For one product, with a floor of one second. */
  public static TestTriggers open(
      LocalWork work, AuditLog audit, Iterable<EffectSink> sinks, String product) {
    return new TestTriggers(work, audit, sinks, product, 50);
  }

  static TestTriggers open(
      LocalWork work, AuditLog audit, Iterable<EffectSink> sinks, String product, int batch) {
    return new TestTriggers(work, audit, sinks, product, batch);
  }

  /** The service; each call inside a transaction of the test's work. */
  public Triggers triggers() {
    return triggers;
  }

  /** One tick: how many triggers took a step. */
  public int sweep() {
    return due().sweep().stepped();
  }

  DueTriggers due() {
    return due(work.engine());
  }

  DueTriggers due(EngineWork engine) {
    return new DueTriggers(settings, engine, rows, steps);
  }

  TriggerSettings settings() {
    return settings;
  }

  TriggerRows rows() {
    return rows;
  }

  /** Puts a trigger where no test wants to wait to get it, past every service and role. */
  public static void put(DataSource superuser, TriggerId trigger, TriggerState state) {
    try (var connection = superuser.getConnection();
        var update = connection.prepareStatement(PUT)) {
      update.setString(1, CanonicalJson.text(TriggerJson.toTree(state)));
      update.setString(2, state.kind().text());
      update.setTimestamp(3, state.nextDue().map(TestTriggers::timestamp).orElse(null));
      update.setObject(4, trigger.value());
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("no such trigger");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.from(at);
  }
}
