package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * L7: HOLD waits for a person, PROCEED extends once and then goes on; signals are counted once per
 * source.
 */
final class WhenUnsure {
  private WhenUnsure() {}

  static Optional<String> violation(Trace trace) {
    var plan = trace.plan();
    var proceeds = plan.uncertainty() instanceof Uncertainty.Proceed;
    int needed = Math.max(plan.confirmations(), plan.signalsNeeded() - 1);
    var confirmed = new HashSet<SignalSource>();
    var refused = new HashSet<SignalSource>();
    @Nullable Instant asked = null;
    @Nullable Instant extended = null;
    for (var moment : trace.committed()) {
      var at = moment.at();
      if (moment.before() instanceof Verifying && moment.answer() != Answer.REFUSED) {
        if (moment.event() instanceof TriggerEvent.SignalConfirmed(var when, var by)) {
          confirmed.add(by);
        }
        if (moment.event() instanceof TriggerEvent.SignalRefused(var when, var by)) {
          confirmed.remove(by);
          refused.add(by);
        }
      }
      confirmed.removeAll(refused);
      var edge = Laws.edge(moment);
      if (moment.before() instanceof Verifying && moment.name().startsWith("Signal")) {
        var reached = confirmed.size() >= needed;
        if (reached != (moment.after() instanceof Triggered)) {
          return Laws.wrong(
              moment, confirmed.size() + " of " + needed + " signals do not lead there");
        }
        var unreachable = plan.trustees() - refused.size() < needed;
        if (!reached && unreachable != (moment.after() instanceof Armed)) {
          return Laws.wrong(moment, refused.size() + " refusals do not lead there");
        }
      }
      var over =
          moment.event() instanceof TriggerEvent.Tick
              && moment.before() instanceof Verifying
              && asked != null
              && !at.isBefore(
                  extended == null
                      ? asked.plus(plan.verifyWithin())
                      : extended.plus(OneEdge.extension(plan)));
      if (edge.equals("Tick verifying triggered") && !(proceeds && over && extended != null)) {
        return Laws.wrong(moment, "goes on without the signals");
      }
      if (edge.equals("Tick verifying verifying") && moment.answer() == Answer.MOVED) {
        if (!(proceeds && over && extended == null)) {
          return Laws.wrong(moment, "extends without a right to");
        }
        extended = at;
      } else if (edge.equals("Tick verifying held") && !(over && !proceeds)) {
        return Laws.wrong(moment, "gives up too early");
      } else if (over && moment.answer() != Answer.MOVED) {
        return Laws.wrong(moment, "waits for ever");
      }
      if (moment.answer() == Answer.MOVED
          && moment.after() instanceof Verifying
          && !(moment.before() instanceof Verifying)) {
        asked = at;
        extended = null;
        if (moment.before() instanceof Warned) {
          confirmed.clear();
          refused.clear();
        }
      }
    }
    return Optional.empty();
  }
}
