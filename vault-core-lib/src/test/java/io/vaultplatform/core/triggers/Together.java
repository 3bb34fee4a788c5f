package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.Trace.Moment;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * L6, the pure side: what a state says was asked for is among the effects of the very same step,
 * the same step is decided after a crash, and stages are handed over once and in order.
 */
final class Together {
  private Together() {}

  static Optional<String> violation(Trace trace) {
    int handedOver = 0;
    for (var moment : trace.moments()) {
      if (!moment.reproducible()) {
        return Laws.wrong(moment, "is decided differently after a crash and a restart");
      }
    }
    for (var moment : trace.committed()) {
      if (moment.event() instanceof TriggerEvent.StageDone done
          && moment.answer() == Answer.MOVED) {
        if (done.stage() != handedOver + 1) {
          return Laws.wrong(
              moment, "hands over stage " + done.stage() + " after stage " + handedOver);
        }
        handedOver = done.stage();
      }
      if (moment.answer() == Answer.MOVED) {
        var expected = promised(moment);
        if (!moment.effects().containsAll(expected)) {
          return Laws.wrong(moment, "promises " + expected);
        }
        for (var effect : moment.effects()) {
          if (effect instanceof Effect.HandOver(var stage)
              && !(moment.after() instanceof Executing now
                  && now.stage() == stage
                  && now.windowEnds().isEmpty()
                  && stage == handedOver + 1)) {
            return Laws.wrong(moment, "hands over at a time of its own");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Effect> promised(Moment moment) {
    var before = moment.before();
    var all = new ArrayList<Effect>();
    switch (moment.after()) {
      case Armed armed -> {
        if (armed.silent().isPresent()) {
          all.add(new Effect.SendReminder(Effect.Urgency.MISSED));
        }
        if (CheckInWins.keysMayExist(before) && !moment.name().equals("Cleared")) {
          all.add(new Effect.DestroyReleaseKeys());
        }
      }
      case Warned warned -> {
        if (moment.name().equals("Tick") || before instanceof Held) {
          all.add(new Effect.SendReminder(Effect.Urgency.GRACE));
        }
      }
      case Verifying verifying -> {
        if (before instanceof Warned) {
          all.add(new Effect.MakeReleaseKeys());
        }
        if (!moment.name().startsWith("Signal")) {
          all.add(new Effect.AskTrustees());
        }
      }
      case Triggered triggered -> {
        if (!moment.name().equals("NoticesAccepted")) {
          all.add(new Effect.NotifyOwnerOfWindow());
        }
      }
      case Executing executing -> {
        if (executing.windowEnds().isEmpty()) {
          all.add(new Effect.HandOver(executing.stage()));
        } else if (moment.name().equals("StageDone")) {
          all.add(new Effect.TellRecipients(executing.stage()));
        }
      }
      case Held held -> all.add(new Effect.TellOfHold(held.why()));
      case TriggerState.Executed executed -> {
        all.add(new Effect.DestroyReleaseKeys());
        all.add(new Effect.DestroyPlatformShares());
      }
      case Paused paused -> {}
      case TriggerState.Draft draft -> all.add(new Effect.DestroyPlatformShares());
      case TriggerState.Cancelled cancelled -> {
        all.add(new Effect.DestroyReleaseKeys());
        all.add(new Effect.DestroyPlatformShares());
      }
      case TriggerState.Rescinded rescinded -> {
        all.add(new Effect.DestroyReleaseKeys());
        all.add(new Effect.FreezeRelease());
      }
    }
    return all;
  }
}
