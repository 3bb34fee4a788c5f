package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Resting;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.Optional;

/** What stops a trigger for a person to decide, and how it goes on afterwards. */
final class HoldSteps {
  private HoldSteps() {}

  static Step challenged(TriggerState state, TriggerEvent.ChallengeByContact challenge) {
    return switch (state) {
      case Verifying verifying -> Entry.held(HoldReason.CHALLENGED, verifying, challenge.at());
      case Triggered triggered -> Entry.held(HoldReason.CHALLENGED, triggered, challenge.at());
      case Executing executing ->
          executing.windowEnds().isPresent()
              ? Entry.held(HoldReason.CHALLENGED, executing, challenge.at())
              : Entry.refused("a hand-over is under way; challenge it in the window that follows");
      // What holds it now may be cleared without the contact knowing, so "already held" is no
      // answer to rely on.
      case Held held ->
          Entry.refused(
              "held already (" + held.why().text() + "); challenge again when it goes on");
      case Armed armed -> nothingToChallenge(state);
      case Warned warned -> nothingToChallenge(state);
      case Paused paused -> nothingToChallenge(state);
      case Resting resting -> nothingToChallenge(state);
    };
  }

  private static Step nothingToChallenge(TriggerState state) {
    return Entry.refused("nothing to challenge; this trigger is " + state.kind().text());
  }

  static Step doubted(TriggerState state, TriggerEvent.Doubt doubt) {
    return switch (state) {
      case Warned warned -> Entry.held(doubt.why(), warned, doubt.at());
      case Verifying verifying -> Entry.held(doubt.why(), verifying, doubt.at());
      case Triggered triggered -> Entry.held(doubt.why(), triggered, doubt.at());
      // Also before a hand-over: a gate that refuses must not leave a release hanging where nobody
      // sees it.
      case Executing executing -> Entry.held(doubt.why(), executing, doubt.at());
      case Armed armed -> new Step.Stayed();
      case Held held -> new Step.Stayed();
      case Paused paused -> new Step.Stayed();
      case Resting resting -> new Step.Stayed();
    };
  }

  static Step cleared(Plan plan, TriggerState state, TriggerEvent.Cleared cleared) {
    return state instanceof Held held
        ? resumed(plan, held, cleared.at())
        : Entry.refused("nothing to clear; this trigger is " + state.kind().text());
  }

  private static Step resumed(Plan plan, Held held, Instant at) {
    var repeat = at.plus(Entry.reminderPause(plan));
    return switch (held.from()) {
      case Armed armed -> Step.to(Entry.armed(plan, at));
      // Clearing is not reaching: grace and challenge window wait for a notice that is accepted
      // from now on.
      case Warned warned ->
          Step.to(
              new Warned(at, at, Optional.empty(), repeat),
              new Effect.SendReminder(Effect.Urgency.GRACE));
      case Verifying verifying ->
          Step.to(
              new Verifying(
                  at,
                  verifying.silent(),
                  at.plus(plan.verifyWithin()),
                  false,
                  verifying.confirmed(),
                  verifying.refused()),
              new Effect.AskTrustees());
      case Triggered triggered ->
          Step.to(
              new Triggered(at, at, Optional.empty(), repeat), new Effect.NotifyOwnerOfWindow());
      case Executing executing ->
          executing.windowEnds().isPresent()
              ? Step.to(Entry.done(plan, executing, at))
              : Entry.executing(executing.stage(), at);
    };
  }
}
