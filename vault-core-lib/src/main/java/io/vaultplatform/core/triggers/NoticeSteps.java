package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Live;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Resting;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the owner was reached. Silence counts only from here: a notice that some channel
 * accepted, asked for in the silence it is about.
 */
final class NoticeSteps {
  private NoticeSteps() {}

  static Step accepted(Plan plan, TriggerState state, TriggerEvent.ReminderAccepted accepted) {
    var at = accepted.at();
    return switch (state) {
      case Armed armed ->
          armed.silent().filter(since -> counts(accepted.asked(), since)).isPresent()
              ? Step.to(
                  new Warned(
                      at,
                      armed.silent().orElseThrow(),
                      Optional.of(at.plus(Entry.grace(plan))),
                      at.plus(Entry.reminderPause(plan))))
              : new Step.Stayed();
      case Warned warned ->
          warned.graceEnds().isEmpty() && counts(accepted.asked(), warned.asked())
              ? Step.to(
                  new Warned(
                      warned.since(),
                      warned.asked(),
                      Optional.of(at.plus(Entry.grace(plan))),
                      warned.nextReminder()))
              : new Step.Stayed();
      case Verifying verifying -> new Step.Stayed();
      case Triggered triggered -> new Step.Stayed();
      case Executing executing -> new Step.Stayed();
      case Held held -> new Step.Stayed();
      case Paused paused -> new Step.Stayed();
      case Resting resting -> new Step.Stayed();
    };
  }

  static Step accepted(Plan plan, TriggerState state, TriggerEvent.NoticesAccepted accepted) {
    if (state instanceof Triggered triggered
        && triggered.windowEnds().isEmpty()
        && counts(accepted.asked(), triggered.asked())) {
      var windowEnds = accepted.at().plus(plan.challengeWindow());
      return Step.to(
          new Triggered(
              triggered.since(),
              triggered.asked(),
              Optional.of(windowEnds),
              triggered.nextNotice()));
    }
    return new Step.Stayed();
  }

  static Step failed(TriggerState state, TriggerEvent.EveryChannelFailed failed) {
    return switch (state) {
      case Armed armed ->
          armed.silent().map(since -> notReached(armed, since, failed)).orElseGet(Step.Stayed::new);
      case Warned warned -> notReached(warned, warned.asked(), failed);
      // A mail can bounce after the grace it started is over: then nobody was reached, and nothing
      // may rest on it.
      case Verifying verifying -> notReached(verifying, verifying.silent(), failed);
      case Triggered triggered -> notReached(triggered, triggered.asked(), failed);
      case Executing executing -> new Step.Stayed();
      case Held held -> new Step.Stayed();
      case Paused paused -> new Step.Stayed();
      case Resting resting -> new Step.Stayed();
    };
  }

  private static Step notReached(
      Live state, Instant since, TriggerEvent.EveryChannelFailed failed) {
    return counts(failed.asked(), since)
        ? Entry.held(HoldReason.NOT_REACHED, state, failed.at())
        : new Step.Stayed();
  }

  /**
   * Evidence counts if it is about something asked for since then, not about an earlier silence.
   */
  private static boolean counts(Instant asked, Instant since) {
    return !asked.isBefore(since);
  }
}
