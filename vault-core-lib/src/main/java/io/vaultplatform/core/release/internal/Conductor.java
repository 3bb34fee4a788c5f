package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.RecipientId;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.triggers.Effect;
import io.vaultplatform.core.triggers.HoldReason;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.spi.EffectSink;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * Turns the effects of a step into rows, in the step's own transaction: letters, tasks for after
 * the commit, and deletions, which happen here and now so that no crash leaves a key behind that
 * must be gone.
 */
@ApplicationScoped
class Conductor implements EffectSink {
  private final EscrowRows rows;
  private final CaseRows cases;
  private final ClaimRows claims;
  private final Letters letters;
  private final Tasks tasks;
  private final Reach reach;
  private final ReleaseLog log;

  @Inject
  Conductor(
      EscrowRows rows,
      CaseRows cases,
      ClaimRows claims,
      Letters letters,
      Tasks tasks,
      Reach reach,
      ReleaseLog log) {
    this.rows = rows;
    this.cases = cases;
    this.claims = claims;
    this.letters = letters;
    this.tasks = tasks;
    this.reach = reach;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Conductor() {
    this(null, null, null, null, null, null, null);
  }

  @Override
  public void carry(StepTaken step) {
    step.effects().forEach(effect -> carry(step, effect));
  }

  private void carry(StepTaken step, Effect effect) {
    switch (effect) {
      case Effect.SendReminder reminder -> unlessUnreachable(step, letters.reminder(step));
      case Effect.NotifyOwnerOfWindow window -> unlessUnreachable(step, letters.window(step));
      case Effect.MakeReleaseKeys make -> tasks.after(step, Tasks.RELEASE_KEYS, Map.of());
      case Effect.AskTrustees ask -> tasks.after(step, Tasks.ASK_TRUSTEES, Map.of());
      case Effect.DestroyReleaseKeys destroy -> destroyKeys(step);
      case Effect.DestroyPlatformShares destroy -> destroyShares(step);
      case Effect.HandOver(var stage) ->
          tasks.after(step, Tasks.HAND_OVER, Map.of("stage", Integer.toString(stage)));
      case Effect.TellRecipients tell ->
          cases
              .receivers(step.vault(), step.trigger().value(), step.epoch())
              .forEach(who -> letters.release(step, who.recipient(), who.waits()));
      case Effect.TellOfHold(var why) -> tellOfHold(step, why);
      case Effect.FreezeRelease freeze -> freeze(step);
    }
  }

  // L3: without an address silence never counts. The machine is told, in a transaction of its own,
  // since a sink
  // must not record.
  private void unlessUnreachable(StepTaken step, boolean written) {
    if (!written) {
      tasks.after(step, Tasks.NOBODY_TO_REACH, Map.of());
    }
  }

  // An outage of our own ends by itself: the engine asks again. Every other hold waits for people.
  private void tellOfHold(StepTaken step, HoldReason why) {
    letters.held(step, why);
    rows.live(step.trigger().value())
        .flatMap(EpochRow::policyIfWhole)
        .ifPresent(policy -> policy.trustees().forEach(t -> letters.held(step, why, t.id())));
    if (why == HoldReason.KEY_SERVICE) {
      tasks.soonAfter(step, Tasks.KEY_SERVICE);
    }
  }

  private void destroyKeys(StepTaken step) {
    var trigger = step.trigger().value();
    if (rows.destroyKeys(step.vault(), trigger) > 0) {
      log.keysDestroyed(step.vault(), trigger, step.epoch());
      boolean calledOff =
          step.to() instanceof TriggerState.Armed || step.to() instanceof TriggerState.Cancelled;
      if (calledOff) {
        rows.live(trigger)
            .flatMap(EpochRow::policyIfWhole)
            .ifPresent(policy -> tellTrustees(step, policy));
      }
    }
  }

  private void tellTrustees(StepTaken step, ReleasePolicy policy) {
    for (var trustee : policy.trustees()) {
      letters.withdrawn(step, reach.trustee(step.vault(), new TrusteeId(trustee.id())));
    }
  }

  private void destroyShares(StepTaken step) {
    var trigger = step.trigger().value();
    if (rows.destroyShares(step.vault(), trigger, step.at()) > 0) {
      log.sharesDestroyed(step.vault(), trigger, step.epoch());
    }
  }

  // What still waits for a key is not only taken out of sight: it was the platform's to open, so
  // the platform can see to it that nobody ever does.
  private void freeze(StepTaken step) {
    var trigger = step.trigger().value();
    if (claims.destroy(step.vault(), trigger) > 0) {
      log.packetsDestroyed(step.vault(), trigger, step.epoch());
    }
    cases.freeze(step.vault(), trigger, step.at());
    for (var who : cases.receivers(step.vault(), trigger, step.epoch())) {
      letters.withdrawn(step, reach.recipient(step.vault(), new RecipientId(who.recipient())));
    }
  }
}
