package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;

/**
 * L8, the pure side: a repeated event does nothing, and neither does evidence about something
 * older.
 */
final class Idempotent {
  private Idempotent() {}

  static Optional<String> violation(Trace trace) {
    var handedOver = new HashSet<Integer>();
    for (var moment : trace.committed()) {
      var changed = !moment.effects().isEmpty() || !moment.after().equals(moment.before());
      if (moment.repeated() && changed) {
        return Laws.wrong(moment, "does something again");
      }
      if (moment.event() instanceof TriggerEvent.StageDone done) {
        if (changed && !handedOver.add(done.stage())) {
          return Laws.wrong(moment, "hands a stage over twice");
        }
        if (!changed && moment.answer() != Answer.REFUSED) {
          return Laws.wrong(moment, "lets a hand-over happen that must roll back");
        }
      }
      var asked =
          switch (moment.event()) {
            case TriggerEvent.ReminderAccepted accepted -> Optional.of(accepted.asked());
            case TriggerEvent.NoticesAccepted accepted -> Optional.of(accepted.asked());
            case TriggerEvent.EveryChannelFailed failed -> Optional.of(failed.asked());
            default -> Optional.<Instant>empty();
          };
      var since = beginning(moment.before());
      if (changed && asked.isPresent() && since.isPresent() && asked.get().isBefore(since.get())) {
        return Laws.wrong(moment, "takes evidence about an earlier silence");
      }
    }
    return Optional.empty();
  }

  /** When what is going on in this state began; nothing asked for before it is about it. */
  private static Optional<Instant> beginning(TriggerState state) {
    return switch (state) {
      case Armed armed -> Optional.of(armed.since());
      case Triggered triggered -> Optional.of(triggered.since());
      default -> Optional.empty();
    };
  }
}
