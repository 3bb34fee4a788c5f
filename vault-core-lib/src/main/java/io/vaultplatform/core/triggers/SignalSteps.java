package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Resting;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.util.HashSet;
import java.util.Set;

/**
 * The trustees' answers: one source counts once, and a refusal outweighs an earlier confirmation.
 */
final class SignalSteps {
  private SignalSteps() {}

  static Step confirmed(Plan plan, TriggerState state, TriggerEvent.SignalConfirmed signal) {
    return switch (state) {
      case Verifying verifying -> {
        if (verifying.refused().contains(signal.by())) {
          yield Entry.refused("this trustee has already refused");
        }
        var confirmed = with(verifying.confirmed(), signal.by());
        if (confirmed.equals(verifying.confirmed())) {
          yield new Step.Stayed();
        }
        yield confirmed.size() >= plan.confirmationsNeeded()
            ? Entry.triggered(plan, signal.at())
            : Step.to(answered(verifying, confirmed, verifying.refused()));
      }
      // One more share than needed, or one that a fail-open release still lacks. The count is
      // settled.
      case Triggered triggered -> new Step.Stayed();
      case Executing executing -> executing.handedOver() ? notAsked(state) : new Step.Stayed();
      case Armed armed -> notAsked(state);
      case Warned warned -> notAsked(state);
      case Held held -> notAsked(state);
      case Paused paused -> notAsked(state);
      case Resting resting -> notAsked(state);
    };
  }

  static Step refused(Plan plan, TriggerState state, TriggerEvent.SignalRefused signal) {
    return switch (state) {
      case Verifying verifying -> {
        var refused = with(verifying.refused(), signal.by());
        if (refused.equals(verifying.refused())) {
          yield new Step.Stayed();
        }
        var confirmed = new HashSet<>(verifying.confirmed());
        confirmed.remove(signal.by());
        yield plan.trustees() - refused.size() < plan.confirmationsNeeded()
            ? Step.to(Entry.armed(plan, signal.at()), new Effect.DestroyReleaseKeys())
            : Step.to(answered(verifying, confirmed, refused));
      }
      case Triggered triggered ->
          Entry.refused("the condition is met already; challenge it instead");
      case Executing executing ->
          Entry.refused("the release has begun; challenge it between its stages");
      case Armed armed -> notAsked(state);
      case Warned warned -> notAsked(state);
      case Held held -> notAsked(state);
      case Paused paused -> notAsked(state);
      case Resting resting -> notAsked(state);
    };
  }

  private static Verifying answered(
      Verifying before, Set<SignalSource> confirmed, Set<SignalSource> refused) {
    return new Verifying(
        before.since(), before.silent(), before.answerBy(), before.extended(), confirmed, refused);
  }

  private static Set<SignalSource> with(Set<SignalSource> sources, SignalSource one) {
    var more = new HashSet<>(sources);
    more.add(one);
    return more;
  }

  private static Step notAsked(TriggerState state) {
    return Entry.refused(
        "nobody is asked for a signal now; this trigger is " + state.kind().text());
  }
}
