package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.Trace.Moment;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * L2: a check-in before the first hand-over begins a full interval and leaves no release key; after
 * it, it changes nothing.
 */
final class CheckInWins {
  private CheckInWins() {}

  static Optional<String> violation(Trace trace) {
    var plan = trace.plan();
    var silence = (Condition.DeadManSwitch) plan.condition();
    var handedOver = false;
    @Nullable Instant lastSign = null;
    for (var moment : trace.committed()) {
      if (moment.event() instanceof TriggerEvent.StageDone && moment.answer() == Answer.MOVED) {
        if (lastSign != null
            && moment
                .at()
                .isBefore(
                    lastSign
                        .plus(silence.interval())
                        .plus(silence.grace())
                        .plus(plan.challengeWindow()))) {
          return Laws.wrong(moment, "hands over although the owner checked in at " + lastSign);
        }
        handedOver = true;
      }
      if (moment.event() instanceof TriggerEvent.CheckIn || ownerChallenges(moment)) {
        var alive =
            switch (moment.before()) {
              case TriggerState.Live live -> true;
              case Held held -> true;
              default -> false;
            };
        if (alive && !handedOver) {
          if (!(moment.after() instanceof Armed armed)
              || armed.silent().isPresent()
              || !armed.deadline().equals(moment.at().plus(silence.interval()))) {
            return Laws.wrong(moment, "does not begin a full interval");
          }
          if (keysMayExist(moment.before())
              && !moment.effects().contains(new Effect.DestroyReleaseKeys())) {
            return Laws.wrong(moment, "leaves release keys of an ended silence");
          }
          lastSign = moment.at();
        }
        if (handedOver && moment.answer() == Answer.MOVED) {
          return Laws.wrong(moment, "undoes what was already handed over");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean ownerChallenges(Moment moment) {
    return moment.event() instanceof TriggerEvent.ChallengeByOwner
        && (moment.before() instanceof Warned || keysMayExist(moment.before()))
        && !(moment.before() instanceof Held);
  }

  static boolean keysMayExist(TriggerState state) {
    return switch (state) {
      case Verifying v -> true;
      case Triggered t -> true;
      case Executing e -> true;
      case Held held -> keysMayExist(held.from());
      default -> false;
    };
  }
}
