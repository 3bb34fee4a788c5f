package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Resting;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.Optional;

/** What the passing of time does, one edge at a time, and how a stage of the release is done. */
final class TimeSteps {
  private TimeSteps() {}

  static Step tick(Plan plan, TriggerState state, Instant now) {
    if (state.nextDue().filter(due -> !now.isBefore(due)).isEmpty()) {
      return new Step.Stayed();
    }
    return switch (state) {
      case Armed armed -> remind(plan, armed, now);
      case Warned warned ->
          warned.graceEnds().filter(end -> !now.isBefore(end)).isPresent()
              ? Entry.verifying(plan, warned, now)
              : Step.to(
                  new Warned(
                      warned.since(),
                      warned.asked(),
                      warned.graceEnds(),
                      now.plus(Entry.reminderPause(plan))),
                  new Effect.SendReminder(Effect.Urgency.GRACE));
      case Verifying verifying -> unanswered(plan, verifying, now);
      case Triggered triggered ->
          triggered.windowEnds().isPresent()
              ? Entry.executing(1, now)
              : Step.to(
                  new Triggered(
                      triggered.since(),
                      triggered.asked(),
                      Optional.empty(),
                      now.plus(Entry.reminderPause(plan))),
                  new Effect.NotifyOwnerOfWindow());
      case Executing executing ->
          executing.stage() < plan.stages().size()
              ? Entry.executing(executing.stage() + 1, now)
              // Its recipients hold the epoch's identity: whatever named it from here on would be
              // theirs.
              : Step.to(
                  new Executed(now),
                  new Effect.DestroyReleaseKeys(),
                  new Effect.DestroyPlatformShares());
      case Paused paused -> Step.to(Entry.armed(plan, now));
      case Held held -> new Step.Stayed();
      case Resting resting -> new Step.Stayed();
    };
  }

  private static Step remind(Plan plan, Armed armed, Instant now) {
    return switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> {
        var missed = !now.isBefore(armed.deadline());
        var next =
            missed
                ? now.plus(reminders.every())
                : Entry.nextEarly(reminders, armed.deadline(), now);
        var silent = missed ? armed.silent().or(() -> Optional.of(now)) : armed.silent();
        yield Step.to(
            new Armed(armed.since(), armed.deadline(), next, silent),
            new Effect.SendReminder(missed ? Effect.Urgency.MISSED : Effect.Urgency.EARLY));
      }
    };
  }

  /** The one place where products that hold and products that proceed differ. */
  private static Step unanswered(Plan plan, Verifying verifying, Instant now) {
    return switch (plan.uncertainty()) {
      case Uncertainty.Hold() -> Entry.held(HoldReason.NO_ANSWER, verifying, now);
      case Uncertainty.Proceed(var maxExtension) ->
          verifying.extended()
              ? Entry.triggered(plan, now)
              : Step.to(
                  new Verifying(
                      verifying.since(),
                      verifying.silent(),
                      now.plus(maxExtension),
                      true,
                      verifying.confirmed(),
                      verifying.refused()),
                  new Effect.AskTrustees());
    };
  }

  static Step stageDone(Plan plan, TriggerState state, TriggerEvent.StageDone done) {
    if (state instanceof Executing executing
        && executing.stage() == done.stage()
        && executing.windowEnds().isEmpty()) {
      return Step.to(
          Entry.done(plan, executing, done.at()), new Effect.TellRecipients(done.stage()));
    }
    // Refused, not ignored: the transaction that wanted to hand over must roll back.
    return Entry.refused(
        "stage "
            + done.stage()
            + " is not being handed over; this trigger is "
            + state.kind().text());
  }
}
