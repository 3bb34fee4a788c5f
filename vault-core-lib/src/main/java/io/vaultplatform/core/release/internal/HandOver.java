package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.ReleaseStage;
import io.vaultplatform.core.escrow.ReleaseWarrant;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Hands a stage over, once. The trigger's row is locked from before the gate is asked until
 * everything is committed: a check-in comes before, and then nothing is handed over, or after, and
 * then it is too late; there is no between. A crash leaves nothing behind, and the task is done
 * again.
 */
@ApplicationScoped
class HandOver {
  private final Sql sql;
  private final Triggers triggers;
  private final EscrowRows rows;
  private final CaseRows cases;
  private final ClaimRows claims;
  private final Gate gate;
  private final Verifying verifying;
  private final ReleaseLog log;

  @Inject
  HandOver(
      Sql sql,
      Triggers triggers,
      EscrowRows rows,
      CaseRows cases,
      ClaimRows claims,
      Gate gate,
      Verifying verifying,
      ReleaseLog log) {
    this.sql = sql;
    this.triggers = triggers;
    this.rows = rows;
    this.cases = cases;
    this.claims = claims;
    this.gate = gate;
    this.verifying = verifying;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  HandOver() {
    this(null, null, null, null, null, null, null, null);
  }

  public void run(Outgoing.Task task) {
    var id = new TriggerId(task.about().subject());
    int stage = Integer.parseInt(task.words().getOrDefault("stage", "1"));
    triggers.lock(id);
    triggers
        .find(id)
        .filter(view -> view.epoch() == task.about().epoch())
        .filter(view -> isDue(view, stage))
        .ifPresent(view -> handOver(view, stage));
  }

  private static boolean isDue(TriggerView view, int stage) {
    return view.state() instanceof TriggerState.Executing executing
        && executing.stage() == stage
        && executing.windowEnds().isEmpty();
  }

  // What stays wrong must not be tried again and again where nobody sees it: it is held, and
  // everybody is told.
  private void handOver(TriggerView view, int stage) {
    var epoch = new Epoch(view.vault(), view.trigger().value(), Math.toIntExact(view.epoch()));
    rows.live(view.trigger().value())
        .flatMap(EpochRow::policyIfWhole)
        .ifPresentOrElse(
            policy -> handOver(view, policy, stage),
            () -> held(view, epoch, no("POLICY: the stored policy is missing or was changed.")));
  }

  private void handOver(TriggerView view, ReleasePolicy policy, int stage) {
    var warrant =
        new ReleaseWarrant(policy.epoch(), stage, policy.hash(), "challenge_window_over", "engine");
    var given = gate.open(warrant).then(opened -> exactly(policy, stage, opened));
    switch (given) {
      case Outcome.Done<Gate.Given>(var opened) -> hand(view, policy, warrant, opened);
      case Outcome.Refused<Gate.Given>(var refusal) -> held(view, policy.epoch(), refusal);
    }
  }

  private void held(TriggerView view, Epoch epoch, Refusal refusal) {
    log.gateRefused(epoch, refusal);
    verifying.hold(view, refusal);
  }

  private void hand(
      TriggerView view, ReleasePolicy policy, ReleaseWarrant warrant, Gate.Given given) {
    var packets = given.unsealed().packets();
    log.opened(warrant, given);
    var now = sql.now();
    for (var packet : packets) {
      var entry = log.handedOver(policy.epoch(), packet.portion(), packet.recipient());
      hand(policy, packet, entry.sequence(), now);
    }
    var done =
        triggers.record(
            view.trigger(),
            at -> new TriggerEvent.StageDone(at, warrant.stage()),
            Actor.system("release"));
    if (done instanceof Outcome.Refused<Recorded>(var refusal)) {
      throw new VaultException("the hand-over is rolled back: " + refusal.detail());
    }
  }

  // Where the platform will open, its file is kept apart from what recipients are shown: the gate
  // alone reads it, and no recipient could do anything with it.
  private void hand(ReleasePolicy policy, EscrowPacket.Inner packet, long entry, Instant at) {
    boolean waits =
        policy
            .recipient(packet.recipient())
            .filter(r -> r.opens() == ReleasePolicy.Opens.EXECUTOR)
            .isPresent();
    cases.handOver(
        policy.epoch(),
        packet.portion(),
        packet.recipient(),
        waits ? Optional.empty() : Optional.of(packet.file()),
        entry,
        at);
    if (waits) {
      claims.wait(policy.epoch(), packet);
    }
  }

  // INV-10: one epoch, one stage, one set of recipients. A packet for somebody else is broken
  // trust.
  private static Outcome<Gate.Given> exactly(ReleasePolicy policy, int stage, Gate.Given given) {
    var packets = given.unsealed().packets();
    var expected = new HashSet<To>();
    for (var portion : policy.stage(stage).map(ReleaseStage::portions).orElse(List.of())) {
      policy.set(portion).orElseThrow().recipients().forEach(r -> expected.add(new To(portion, r)));
    }
    var found =
        new HashSet<>(packets.stream().map(p -> new To(p.portion(), p.recipient())).toList());
    return found.equals(expected) && packets.size() == expected.size()
        ? Outcome.done(given)
        : Outcome.refused(no("PACKET: it holds other recipients than the policy names."));
  }

  private record To(Portion portion, UUID recipient) {}

  private static Refusal no(String detail) {
    return Refusal.of(Refusal.Reason.CONFLICT, "gate", detail);
  }
}
