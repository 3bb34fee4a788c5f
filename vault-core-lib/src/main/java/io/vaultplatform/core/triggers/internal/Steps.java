package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.triggers.Step;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.spi.EffectSink;
import io.vaultplatform.core.triggers.spi.StepTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Commits steps of locked rows: the state, its audit entry, its history and what must happen next,
 * in one transaction and in this order.
 *
 * <p>What a sink locks (keys, shares, grants) therefore comes behind the log's head, and whoever
 * else changes such a row enters that first and touches the row then: trigger row, head, the rows
 * of a release. The head is the vault's own lock.
 */
final class Steps {
  private final TriggerRows rows;
  private final AuditLog audit;
  private final Iterable<EffectSink> sinks;

  Steps(TriggerRows rows, AuditLog audit, Iterable<EffectSink> sinks) {
    this.rows = rows;
    this.audit = audit;
    this.sinks = sinks;
  }

  /**
   * A step that was decided and is not yet written.
   *
   * @param before the locked row as it was read
   * @param facts what the log shall say besides
   */
  record Decided(
      TriggerView before,
      TriggerEvent event,
      Step.Moved step,
      Actor actor,
      Map<String, Object> facts) {

    TriggerView after() {
      long epoch = event instanceof TriggerEvent.Arm ? before.epoch() + 1 : before.epoch();
      return new TriggerView(
          before.vault(),
          before.trigger(),
          before.product(),
          before.plan(),
          step.state(),
          epoch,
          before.version() + 1,
          before.createdAt());
    }

    TriggerState from() {
      return before.state();
    }
  }

  /** Writes one step and returns its entry. */
  Entry commit(Decided one) {
    return commit(List.of(one)).get(0);
  }

  /** Writes many steps, of different triggers, ordered by vault; the entries in the same order. */
  List<Entry> commit(List<Decided> many) {
    rows.become(many.stream().map(Decided::after).toList());
    var entries = new ArrayList<Entry>();
    var past = new ArrayList<Object[]>();
    for (var one : many) {
      var after = one.after();
      var entry =
          audit.append(StepEntry.of(after, one.from(), one.event(), one.actor(), one.facts()));
      entries.add(entry);
      past.add(
          TriggerRows.past(
              after, one.from(), StepEntry.name(one.event()), one.event().at(), entry.sequence()));
      var taken =
          new StepTaken(
              after.vault(),
              after.product(),
              after.trigger(),
              after.epoch(),
              after.plan(),
              one.from(),
              after.state(),
              one.event(),
              one.step().effects(),
              entry);
      sinks.forEach(sink -> sink.carry(taken));
    }
    rows.past(past);
    return entries;
  }
}
