package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * L3: grace and challenge window run only from a notice of this silence that some channel accepted.
 */
final class OwnerReached {
  private OwnerReached() {}

  static Optional<String> violation(Trace trace) {
    var plan = trace.plan();
    var silence = (Condition.DeadManSwitch) plan.condition();
    // Since when a request for a notice counts, and when one that counts was accepted.
    @Nullable Instant counts = null;
    @Nullable Instant accepted = null;
    for (var moment : trace.committed()) {
      var at = moment.at();
      var moved = moment.answer() == Answer.MOVED;
      var edge = Laws.edge(moment);
      if (moment.event() instanceof TriggerEvent.EveryChannelFailed failed) {
        if (moved
            && !(moment.after() instanceof Held held && held.why() == HoldReason.NOT_REACHED)) {
          return Laws.wrong(moment, "goes on although nobody was reached");
        }
        var waits =
            moment.before() instanceof Armed
                || moment.before() instanceof Warned
                || moment.before() instanceof Triggered;
        if (waits && counts != null && !failed.asked().isBefore(counts) && !moved) {
          return Laws.wrong(moment, "ignores that the owner could not be reached");
        }
      }
      if (moment.event() instanceof TriggerEvent.ReminderAccepted reminder
          && (moment.before() instanceof Armed || moment.before() instanceof Warned)
          && counts != null
          && !reminder.asked().isBefore(counts)
          && accepted == null) {
        accepted = at;
      }
      if (moment.event() instanceof TriggerEvent.NoticesAccepted notice
          && moment.before() instanceof Triggered
          && counts != null
          && !notice.asked().isBefore(counts)
          && accepted == null) {
        accepted = at;
      }
      if (!moved) {
        continue;
      }
      if (edge.endsWith(" armed warned") && (accepted == null || !accepted.equals(at))) {
        return Laws.wrong(moment, "warns without an accepted reminder of this silence");
      }
      if (edge.endsWith(" warned verifying")
          && (accepted == null || at.isBefore(accepted.plus(silence.grace())))) {
        return Laws.wrong(moment, "ends a grace that did not run from an accepted reminder");
      }
      if (edge.endsWith(" triggered executing")
          && (accepted == null || at.isBefore(accepted.plus(plan.challengeWindow())))) {
        return Laws.wrong(moment, "ends a challenge window that did not run from accepted notices");
      }
      switch (moment.after()) {
        case Armed armed -> {
          if (!edge.equals("Tick armed armed")) {
            counts = null;
            accepted = null;
          } else if (moment.effects().contains(new Effect.SendReminder(Effect.Urgency.MISSED))
              && counts == null) {
            counts = at;
          }
        }
        case Warned warned -> {
          if (moment.before() instanceof Held) {
            counts = at;
            accepted = null;
          }
        }
        case Triggered triggered -> {
          if (!(moment.before() instanceof Triggered)) {
            counts = at;
            accepted = null;
          }
        }
        case Held held -> accepted = null;
        default -> {}
      }
    }
    return Optional.empty();
  }
}
