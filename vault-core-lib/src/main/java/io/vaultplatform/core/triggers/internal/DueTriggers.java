package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.triggers.Step;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerMachine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at everything that is due: takes batches that nobody else holds, lets the machine step
 * each trigger once, and commits each batch whole.
 *
 * <p>Knows no rule. A crash rolls a batch back and leaves its rows due. A row that cannot be
 * stepped fails its batch; the batch is then done row by row, so that the one row backs off alone.
 */
final class DueTriggers {
  private static final Logger LOG = System.getLogger(DueTriggers.class.getName());
  // Longer than any transaction may take: what a slower one commits with an older due time is still
  // found.
  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Duration BETWEEN_FULL_SCANS = Duration.ofMinutes(4);
  // A tick ends some time, however much is due; the next one goes on.
  private static final int MOST_BATCHES = 500;

  private final TriggerSettings settings;
  private final EngineWork engine;
  private final TriggerRows rows;
  private final Steps steps;
  // Below this nothing is due any more: index entries of steps long taken are not walked again and
  // again.
  private Instant from = Instant.EPOCH;
  private Instant lastFullScan = Instant.EPOCH;

  DueTriggers(TriggerSettings settings, EngineWork engine, TriggerRows rows, Steps steps) {
    this.settings = settings;
    this.engine = engine;
    this.rows = rows;
    this.steps = steps;
  }

  /**
   * What a sweep did.
   *
   * @param taken rows that were locked and looked at
   * @param stepped rows that took a step
   * @param failed rows that could not be stepped and back off
   */
  record Swept(int taken, int stepped, int failed) {
    Swept plus(Swept more) {
      return new Swept(taken + more.taken, stepped + more.stepped, failed + more.failed);
    }
  }

  /** Steps what is due, each trigger at most once. */
  synchronized Swept sweep() {
    Instant begin = engine.call(rows::now);
    boolean full = lastFullScan.plus(BETWEEN_FULL_SCANS).isBefore(begin);
    var scanFrom = full ? Instant.EPOCH : from;
    var all = new Swept(0, 0, 0);
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      var swept = batch(begin, scanFrom);
      all = all.plus(swept);
      if (swept.taken() < settings.batch()) {
        from = begin.minus(MARGIN);
        lastFullScan = full ? begin : lastFullScan;
        break;
      }
    }
    return all;
  }

  private Swept batch(Instant begin, Instant scanFrom) {
    var taken = new ArrayList<TriggerId>();
    try {
      return engine.call(
          () -> {
            var due = rows.lockDue(settings.product(), begin, scanFrom, settings.batch());
            due.forEach(row -> taken.add(row.id()));
            return step(due);
          });
    } catch (RuntimeException e) {
      if (taken.isEmpty()) {
        throw e;
      }
      LOG.log(
          Level.WARNING,
          "a batch of " + taken.size() + " due triggers was rolled back; each is now tried alone",
          e);
      return taken.stream().map(id -> alone(id, begin)).reduce(new Swept(0, 0, 0), Swept::plus);
    }
  }

  private Swept alone(TriggerId id, Instant begin) {
    try {
      Optional<Swept> swept =
          engine.call(
              () -> rows.lockDue(id, settings.product(), begin).map(row -> step(List.of(row))));
      // Another server may have been quicker: for the batch's count it was taken all the same.
      return swept.orElse(new Swept(1, 0, 0));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "trigger " + id + " cannot be stepped; it is tried again later", e);
      engine.run(() -> rows.failed(id));
      return new Swept(1, 0, 1);
    }
  }

  private Swept step(List<TriggerRow> due) {
    var decided = new ArrayList<Steps.Decided>();
    // The time is read once per batch and spread by a microsecond each: a crowd armed to one
    // identical instant
    // would come due as a crowd of ties for ever.
    var now = rows.now();
    var inOrder =
        due.stream()
            .sorted(
                Comparator.comparing((TriggerRow row) -> row.vault().value())
                    .thenComparing(row -> row.id().value()))
            .toList();
    for (var row : inOrder) {
      var view = row.view();
      var tick = new TriggerEvent.Tick(now.plusNanos(1000L * decided.size()));
      switch (TriggerMachine.step(view.plan(), view.state(), tick)) {
        case Step.Moved moved ->
            decided.add(
                new Steps.Decided(
                    view,
                    tick,
                    moved,
                    new Actor(Actor.Kind.TRIGGER, view.trigger().toString()),
                    Map.of()));
        // The columns say due and the state does not: stepping would loop for ever on this row.
        case Step.Stayed() ->
            throw new IllegalStateException(
                "trigger " + view.trigger() + " is due by its row and not by its state");
        case Step.Refused(var refusal) ->
            throw new IllegalStateException("a tick is never refused: " + refusal.detail());
      }
    }
    if (!decided.isEmpty()) {
      steps.commit(decided);
    }
    return new Swept(due.size(), decided.size(), 0);
  }
}
