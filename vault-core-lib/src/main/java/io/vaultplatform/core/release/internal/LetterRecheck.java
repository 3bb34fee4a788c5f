package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** L8: whether the reason of a letter about a trigger still holds when its turn comes. */
@ApplicationScoped
class LetterRecheck implements Recheck {
  private final Triggers triggers;

  @Inject
  LetterRecheck(Triggers triggers) {
    this.triggers = triggers;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  LetterRecheck() {
    triggers = null;
  }

  @Override
  public Verdict recheck(About about) {
    if (!about.kind().equals(About.TRIGGER)) {
      return new Verdict.Holds();
    }
    return triggers
        .find(new TriggerId(about.subject()))
        .filter(view -> view.epoch() == about.epoch())
        .map(view -> recheck(about.occasion(), view))
        .orElseGet(() -> new Verdict.Stale("the trigger was disarmed or armed anew"));
  }

  private static Verdict recheck(String occasion, TriggerView view) {
    var state = view.state();
    var word = occasion.substring(0, Math.max(0, occasion.indexOf('_')));
    boolean holds =
        switch (word) {
          // A check-in leads back to armed: a reminder from before it speaks of a silence that
          // ended.
          case Letters.REMINDER ->
              (state instanceof TriggerState.Armed armed && isSince(occasion, armed.since()))
                  || (state instanceof TriggerState.Warned warned
                      && isSince(occasion, warned.asked()));
          case Letters.WINDOW -> state instanceof TriggerState.Triggered;
          case "asktrustees" -> state instanceof TriggerState.Verifying;
          // That hold and no later one, which has letters of its own.
          case Letters.HELD ->
              state instanceof TriggerState.Held held
                  && StepTaken.asked(occasion).equals(Optional.of(held.since()));
          case Letters.RELEASE ->
              state instanceof TriggerState.Executing
                  || state instanceof TriggerState.Executed
                  || state instanceof TriggerState.Held;
          // Tasks look again by themselves; a withdrawal is true whatever came after.
          default -> true;
        };
    return holds
        ? new Verdict.Holds()
        : new Verdict.Stale("the trigger is " + state.kind().text() + " by now");
  }

  private static boolean isSince(String occasion, Instant since) {
    return StepTaken.asked(occasion).filter(asked -> !asked.isBefore(since)).isPresent();
  }
}
