package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Live;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** How states begin. The only place that turns a duration of the plan into a deadline. */
final class Entry {
  private Entry() {}

  static Armed armed(Plan plan, Instant at) {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> {
        var deadline = at.plus(interval);
        yield new Armed(at, deadline, nextEarly(reminders, deadline, at), Optional.empty());
      }
    };
  }

  /**
   * The next reminder after {@code at}: one of those before the deadline, or the deadline itself.
   */
  static Instant nextEarly(Reminders reminders, Instant deadline, Instant at) {
    return reminders.before().stream()
        .map(deadline::minus)
        .filter(time -> time.isAfter(at))
        .findFirst()
        .orElse(deadline);
  }

  static Duration reminderPause(Plan plan) {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> reminders.every();
    };
  }

  static Duration grace(Plan plan) {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> grace;
    };
  }

  static Step verifying(Plan plan, Warned from, Instant at) {
    return Step.to(
        new Verifying(at, from.asked(), at.plus(plan.verifyWithin()), false, Set.of(), Set.of()),
        new Effect.MakeReleaseKeys(),
        new Effect.AskTrustees());
  }

  static Step triggered(Plan plan, Instant at) {
    return Step.to(
        new Triggered(at, at, Optional.empty(), at.plus(reminderPause(plan))),
        new Effect.NotifyOwnerOfWindow());
  }

  static Step executing(int stage, Instant at) {
    return Step.to(new Executing(stage, at, Optional.empty()), new Effect.HandOver(stage));
  }

  static Executing done(Plan plan, Executing stage, Instant at) {
    var window = plan.stages().get(stage.stage() - 1).window();
    return new Executing(stage.stage(), stage.since(), Optional.of(at.plus(window)));
  }

  static Step held(HoldReason why, Live from, Instant at) {
    return Step.to(new Held(at, why, from), new Effect.TellOfHold(why));
  }

  static Step refused(String detail) {
    return new Step.Refused(Refusal.of(Refusal.Reason.CONFLICT, detail));
  }
}
