package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * L1: one step is one edge, and every deadline starts at the event that starts it; however long the
 * server slept, every wait was really waited for before anything is released.
 */
final class OneEdge {
  private OneEdge() {}

  static Optional<String> violation(Trace trace) {
    var plan = trace.plan();
    for (var moment : trace.committed()) {
      if (moment.answer() != Answer.MOVED) {
        continue;
      }
      if (!Laws.EDGES.contains(Laws.edge(moment))) {
        return Laws.wrong(moment, "is no edge: " + Laws.edge(moment));
      }
      if (moment.after() instanceof Held held && !held.from().equals(moment.before())) {
        return Laws.wrong(moment, "holds another state than it was in");
      }
      if (moment.before() instanceof Held held
          && moment.name().equals("Cleared")
          && held.from().kind() != moment.after().kind()) {
        return Laws.wrong(moment, "goes on somewhere else than it was held");
      }
      if (moment.after() instanceof Executing to && stageJump(moment.before(), to)) {
        return Laws.wrong(moment, "jumps over a stage");
      }
      for (var deadline : deadlines(plan, moment.after())) {
        var known =
            moment.name().equals("Cleared")
                ? List.<Deadline>of()
                : deadlines(plan, moment.before());
        if (!known.contains(deadline)
            && !deadline.when().equals(moment.at().plus(deadline.length()))) {
          return Laws.wrong(moment, deadline.name() + " does not start at the event");
        }
      }
    }
    return released(trace);
  }

  private static boolean stageJump(TriggerState before, Executing to) {
    return switch (before) {
      case Executing from ->
          to.windowEnds().isPresent() ? to.stage() != from.stage() : to.stage() != from.stage() + 1;
      case Held held -> held.from() instanceof Executing from && from.stage() != to.stage();
      case Triggered triggered -> to.stage() != 1;
      default -> true;
    };
  }

  private record Deadline(String name, Instant when, Duration length) {}

  private static List<Deadline> deadlines(Plan plan, TriggerState state) {
    var all = new ArrayList<Deadline>();
    var silence = (Condition.DeadManSwitch) plan.condition();
    switch (state) {
      case Armed armed -> all.add(new Deadline("deadline", armed.deadline(), silence.interval()));
      case Warned warned ->
          warned.graceEnds().ifPresent(end -> all.add(new Deadline("grace", end, silence.grace())));
      case Verifying verifying ->
          all.add(
              verifying.extended()
                  ? new Deadline("extension", verifying.answerBy(), extension(plan))
                  : new Deadline("answer", verifying.answerBy(), plan.verifyWithin()));
      case Triggered triggered ->
          triggered
              .windowEnds()
              .ifPresent(
                  end -> all.add(new Deadline("challenge window", end, plan.challengeWindow())));
      case Executing executing ->
          executing
              .windowEnds()
              .ifPresent(
                  end ->
                      all.add(
                          new Deadline(
                              "window of stage " + executing.stage(),
                              end,
                              plan.stages().get(executing.stage() - 1).window())));
      default -> {}
    }
    return all;
  }

  static Duration extension(Plan plan) {
    return plan.uncertainty() instanceof Uncertainty.Proceed(var most) ? most : Duration.ZERO;
  }

  /**
   * However long the server slept: before anything is handed over, every wait was really waited
   * for.
   */
  private static Optional<String> released(Trace trace) {
    var plan = trace.plan();
    var silence = (Condition.DeadManSwitch) plan.condition();
    @Nullable Instant watched = null;
    @Nullable Instant missed = null;
    @Nullable Instant warned = null;
    @Nullable Instant asked = null;
    @Nullable Instant met = null;
    for (var moment : trace.committed()) {
      if (moment.answer() != Answer.MOVED) {
        continue;
      }
      var at = moment.at();
      var from = moment.before().kind();
      var to = moment.after().kind();
      if (to == TriggerState.Kind.ARMED) {
        if (!Laws.edge(moment).equals("Tick armed armed")) {
          watched = at;
          missed = null;
          warned = null;
          asked = null;
          met = null;
        } else if (moment.effects().contains(new Effect.SendReminder(Effect.Urgency.MISSED))) {
          missed = missed == null ? at : missed;
          if (watched == null || at.isBefore(watched.plus(silence.interval()))) {
            return Laws.wrong(moment, "misses a deadline before the interval is over");
          }
        }
      } else if (to == TriggerState.Kind.WARNED && from == TriggerState.Kind.ARMED) {
        warned = at;
        if (missed == null) {
          return Laws.wrong(moment, "warns although no deadline was missed");
        }
      } else if (to == TriggerState.Kind.VERIFYING && from == TriggerState.Kind.WARNED) {
        asked = at;
        if (warned == null || at.isBefore(warned.plus(silence.grace()))) {
          return Laws.wrong(moment, "asks the trustees before the grace is over");
        }
      } else if (to == TriggerState.Kind.TRIGGERED && from == TriggerState.Kind.VERIFYING) {
        met = at;
        if (asked == null) {
          return Laws.wrong(moment, "is triggered although nobody was asked");
        }
      } else if (to == TriggerState.Kind.EXECUTING && from == TriggerState.Kind.TRIGGERED) {
        if (met == null || at.isBefore(met.plus(plan.challengeWindow()))) {
          return Laws.wrong(moment, "releases before the challenge window is over");
        }
      }
    }
    return Optional.empty();
  }
}
