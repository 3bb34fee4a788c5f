package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.GateKeys;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.HoldReason;
import io.vaultplatform.core.triggers.LateAnswers;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What begins when a trigger enters {@code verifying}: the gate's release keys, then the letters to
 * the trustees. Runs in the engine's transaction with the trigger's row locked, and looks again
 * before it does anything.
 *
 * <p>A trigger that is held for want of answers by then, because this came late, still gets its
 * release keys: without them nobody could ever answer. The letter of the hold does the asking.
 */
@ApplicationScoped
class Verifying {
  private final Sql sql;
  private final Triggers triggers;
  private final EscrowRows rows;
  private final CaseRows cases;
  private final Gate gate;
  private final Letters letters;
  private final ReleaseLog log;

  @Inject
  Verifying(
      Sql sql,
      Triggers triggers,
      EscrowRows rows,
      CaseRows cases,
      Gate gate,
      Letters letters,
      ReleaseLog log) {
    this.sql = sql;
    this.triggers = triggers;
    this.rows = rows;
    this.cases = cases;
    this.gate = gate;
    this.letters = letters;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Verifying() {
    this(null, null, null, null, null, null, null);
  }

  /** Makes the release keys, unless they are there. */
  public void makeKeys(Outgoing.Task task) {
    asked(task).ifPresent(view -> keys(view));
  }

  /** Asks every trustee, once the release keys are there. */
  public void ask(Outgoing.Task task) {
    asked(task)
        .ifPresent(
            view -> {
              if (keys(view) && view.state() instanceof TriggerState.Verifying state) {
                var row = rows.live(view.trigger().value()).orElseThrow();
                for (var trustee : row.readPolicy().trustees()) {
                  letters.ask(
                      task.product(),
                      task.about(),
                      view.vault(),
                      new TrusteeId(trustee.id()),
                      state.answerBy(),
                      sql.now());
                }
              }
            });
  }

  // The trigger, if it still waits for the answers that the task is about.
  private Optional<TriggerView> asked(Outgoing.Task task) {
    var id = new TriggerId(task.about().subject());
    triggers.lock(id);
    return triggers
        .find(id)
        .filter(view -> view.epoch() == task.about().epoch())
        .filter(
            view ->
                view.state() instanceof TriggerState.Verifying
                    || LateAnswers.waiting(view.state()).isPresent());
  }

  private boolean keys(TriggerView view) {
    var row = rows.live(view.trigger().value());
    if (row.isEmpty()) {
      return false;
    }
    var epoch = row.get().epoch();
    if (cases.keys(epoch).isPresent()) {
      return true;
    }
    return switch (gate.releaseKeys(epoch)) {
      case Outcome.Done<io.vaultplatform.core.crypto.Signed>(var keys) -> {
        cases.add(epoch, keys, sql.now().truncatedTo(ChronoUnit.MICROS));
        log.keysMade(epoch, keys);
        yield true;
      }
      case Outcome.Refused<io.vaultplatform.core.crypto.Signed>(var refusal) -> {
        log.gateRefused(epoch, refusal);
        hold(view, refusal);
        yield false;
      }
    };
  }

  /**
   * Holds a trigger whose gate refused: until the key service answers again, or, for every other
   * reason, until a person has looked.
   */
  public void hold(TriggerView view, Refusal refusal) {
    var why =
        refusal.field().equals(Optional.of(Gate.KEY_SERVICE))
            ? HoldReason.KEY_SERVICE
            : HoldReason.LOG;
    var held =
        triggers.record(
            view.trigger(), at -> new TriggerEvent.Doubt(at, why), Actor.system("release"));
    if (!(held instanceof Outcome.Done<Recorded>(var recorded) && recorded.moved())) {
      // Held already, for another reason: the task must not count as done, so it comes back.
      throw new VaultException("trigger " + view.trigger() + " waits for its gate");
    }
  }

  /** Lets a trigger go on that was held because the key service did not answer, once it does. */
  public void askAgain(Outgoing.Task task) {
    var id = new TriggerId(task.about().subject());
    triggers.lock(id);
    triggers
        .find(id)
        .filter(view -> view.epoch() == task.about().epoch())
        .filter(view -> isThatHold(view, task))
        .flatMap(view -> rows.live(id.value()))
        .map(EpochRow::epoch)
        .ifPresent(epoch -> askAgain(id, epoch));
  }

  // A later hold has a task of its own.
  private static boolean isThatHold(TriggerView view, Outgoing.Task task) {
    return view.state() instanceof TriggerState.Held held
        && held.why() == HoldReason.KEY_SERVICE
        && StepTaken.asked(task.about().occasion()).equals(Optional.of(held.since()));
  }

  private void askAgain(TriggerId id, Epoch epoch) {
    switch (gate.ready(epoch)) {
      case Outcome.Done<GateKeys> answers ->
          triggers.record(id, TriggerEvent.Cleared::new, Actor.system("release"));
      // The outbox waits longer each time, up to its cap, and never gives a task up.
      case Outcome.Refused<GateKeys>(var refusal) ->
          throw new VaultException("trigger " + id + " stays held: " + refusal.detail());
    }
  }
}
