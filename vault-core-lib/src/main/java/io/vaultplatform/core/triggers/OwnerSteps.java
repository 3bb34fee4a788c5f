package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Cancelled;
import io.vaultplatform.core.triggers.TriggerState.Draft;
import io.vaultplatform.core.triggers.TriggerState.Executed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Live;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Rescinded;
import io.vaultplatform.core.triggers.TriggerState.Resting;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;

/** What the owner does: arm, disarm, cancel, pause, check in, object, abort, contest. */
final class OwnerSteps {
  private static final String TOO_LATE =
      "a stage of the release was already handed over: it can be aborted, no longer undone";

  private OwnerSteps() {}

  static Step arm(Plan plan, TriggerState state, TriggerEvent.Arm arm) {
    return state instanceof Draft
        ? Step.to(Entry.armed(plan, arm.at()))
        : Entry.refused("only a draft can be armed; this trigger is " + state.kind().text());
  }

  static Step disarm(TriggerState state) {
    return switch (state) {
      case Armed armed -> disarmed();
      case Warned warned -> disarmed();
      case Paused paused -> disarmed();
      case Verifying verifying -> checkInFirst(state);
      case Triggered triggered -> checkInFirst(state);
      case Held held -> checkInFirst(state);
      case Executing executing ->
          executing.handedOver() ? Entry.refused(TOO_LATE) : checkInFirst(state);
      case Resting resting -> Entry.refused("not armed; this trigger is " + resting.kind().text());
    };
  }

  private static Step disarmed() {
    return Step.to(new Draft(), new Effect.DestroyPlatformShares());
  }

  private static Step checkInFirst(TriggerState state) {
    return Entry.refused("check in first; this trigger is " + state.kind().text());
  }

  static Step cancel(TriggerState state, TriggerEvent.Cancel cancel) {
    return switch (state) {
      case Armed armed -> cancelled(cancel.at());
      case Warned warned -> cancelled(cancel.at());
      case Verifying verifying -> cancelled(cancel.at());
      case Triggered triggered -> cancelled(cancel.at());
      case Paused paused -> cancelled(cancel.at());
      case Held held ->
          held.from() instanceof Executing executing
              ? notBeforeExecuting(executing)
              : cancelled(cancel.at());
      case Executing executing -> notBeforeExecuting(executing);
      case Draft draft -> cancelled(cancel.at());
      case Executed executed -> ended(state);
      case Cancelled cancelled -> ended(state);
      case Rescinded rescinded -> ended(state);
    };
  }

  private static Step cancelled(Instant at) {
    return Step.to(
        new Cancelled(at), new Effect.DestroyReleaseKeys(), new Effect.DestroyPlatformShares());
  }

  private static Step notBeforeExecuting(Executing executing) {
    return Entry.refused(
        executing.handedOver()
            ? TOO_LATE
            : "the release has begun: check in or challenge it, then cancel");
  }

  private static Step ended(TriggerState state) {
    return Entry.refused("this trigger has ended: it is " + state.kind().text());
  }

  static Step pause(TriggerState state, TriggerEvent.Pause pause) {
    if (!pause.until().isAfter(pause.at())) {
      return untilRefused("must be in the future");
    }
    if (pause.until().isAfter(pause.at().plus(Bounds.LONGEST))) {
      return untilRefused("must be within ten years");
    }
    return switch (state) {
      case Armed armed -> Step.to(new Paused(pause.at(), pause.until()));
      case Warned warned -> Step.to(new Paused(pause.at(), pause.until()));
      case Paused paused -> Entry.refused("already paused; disarm it to change that");
      case Verifying verifying -> checkInFirst(state);
      case Triggered triggered -> checkInFirst(state);
      case Held held -> checkInFirst(state);
      case Executing executing ->
          executing.handedOver() ? Entry.refused(TOO_LATE) : checkInFirst(state);
      case Resting resting -> Entry.refused("not armed; this trigger is " + resting.kind().text());
    };
  }

  private static Step untilRefused(String why) {
    return new Step.Refused(Refusal.of(Refusal.Reason.INVALID, "until", why));
  }

  static Step checkIn(Plan plan, TriggerState state, TriggerEvent.CheckIn checkIn) {
    return switch (state) {
      case Live live -> signOfLife(plan, live, checkIn.at());
      case Held held -> signOfLife(plan, held.from(), checkIn.at());
      // The pause already says that the owner is alive and when the watch goes on; ending it early
      // is not asked for.
      case Paused paused -> new Step.Stayed();
      case Resting resting ->
          Entry.refused("nothing waits for a check-in; this trigger is " + resting.kind().text());
    };
  }

  static Step challenge(Plan plan, TriggerState state, TriggerEvent.ChallengeByOwner challenge) {
    return switch (state) {
      case Warned warned -> signOfLife(plan, warned, challenge.at());
      case Verifying verifying -> signOfLife(plan, verifying, challenge.at());
      case Triggered triggered -> signOfLife(plan, triggered, challenge.at());
      case Executing executing -> signOfLife(plan, executing, challenge.at());
      case Armed armed -> Entry.refused("nothing to object to yet; check in instead");
      case Held held -> Entry.refused("held already; check in to end it");
      case Paused paused -> Entry.refused("nothing to object to; this trigger is paused");
      case Resting resting ->
          Entry.refused("nothing to object to; this trigger is " + resting.kind().text());
    };
  }

  private static Step signOfLife(Plan plan, Live from, Instant at) {
    var armed = Entry.armed(plan, at);
    return switch (from) {
      case Armed before -> Step.to(armed);
      case Warned warned -> Step.to(armed);
      // From here on release keys may exist, and confirmations made to them: they must never serve
      // a later silence.
      case Verifying verifying -> Step.to(armed, new Effect.DestroyReleaseKeys());
      case Triggered triggered -> Step.to(armed, new Effect.DestroyReleaseKeys());
      case Executing executing ->
          executing.handedOver()
              ? Entry.refused(TOO_LATE)
              : Step.to(armed, new Effect.DestroyReleaseKeys());
    };
  }

  static Step abort(TriggerState state, TriggerEvent.Abort abort) {
    return switch (state) {
      case Executing executing -> abort(executing, abort.at());
      case Held held ->
          held.from() instanceof Executing executing
              ? abort(executing, abort.at())
              : nothingToAbort();
      case Executed executed -> Entry.refused("the release is finished: contest it instead");
      case Armed armed -> nothingToAbort();
      case Warned warned -> nothingToAbort();
      case Verifying verifying -> nothingToAbort();
      case Triggered triggered -> nothingToAbort();
      case Paused paused -> nothingToAbort();
      case Draft draft -> nothingToAbort();
      case Cancelled cancelled -> nothingToAbort();
      case Rescinded rescinded -> nothingToAbort();
    };
  }

  private static Step abort(Executing executing, Instant at) {
    return executing.handedOver() ? rescinded(at) : nothingToAbort();
  }

  private static Step nothingToAbort() {
    return Entry.refused("nothing was handed over: check in, challenge or cancel instead");
  }

  static Step contest(TriggerState state, TriggerEvent.Contest contest) {
    return state instanceof Executed
        ? rescinded(contest.at())
        : Entry.refused(
            "only a finished release can be contested; this trigger is " + state.kind().text());
  }

  private static Step rescinded(Instant at) {
    return Step.to(
        new Rescinded(at),
        new Effect.DestroyReleaseKeys(),
        new Effect.DestroyPlatformShares(),
        new Effect.FreezeRelease());
  }
}
