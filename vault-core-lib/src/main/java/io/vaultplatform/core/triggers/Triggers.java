package io.vaultplatform.core.triggers;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The triggers of this server's product: their plans, where they stand, and everything that can
 * happen to them.
 *
 * <p>Every call joins the caller's transaction and sees what its principal may see; somebody else's
 * trigger is not found. A call that changes a trigger locks its row first and appends to the
 * vault's log last, and tells every {@link io.vaultplatform.core.triggers.spi.EffectSink} in
 * between nothing less than the whole step, so that state, evidence and what must happen next are
 * one commit.
 *
 * <p>Times are the database's, read after the row is locked: of two racing callers the second one
 * sees what the first one did.
 */
public interface Triggers {

  /**
   * Makes a draft.
   *
   * @param plan a tree of {@code trigger-plan/v1}
   * @return the draft, or a refusal naming the member of the plan that is wrong
   */
  Outcome<TriggerView> create(VaultId vault, TriggerId trigger, Map<String, ?> plan, Actor actor);

  /**
   * Replaces the plan of a draft.
   *
   * @param version the {@link TriggerView#version} that the caller saw; STALE when it is another
   */
  Outcome<TriggerView> change(
      VaultId vault, TriggerId trigger, Map<String, ?> plan, long version, Actor actor);

  /** The triggers of a vault, oldest first. */
  List<TriggerView> list(VaultId vault);

  /** Where a trigger stands. */
  Optional<TriggerView> find(TriggerId trigger);

  /** The steps of a trigger, newest first, at most {@code limit} (1 to 500). */
  List<PastStep> history(TriggerId trigger, int limit);

  /**
   * Arms a draft. To be called in the transaction that stores everything a release needs.
   *
   * @param epoch the epoch that the owner signed: one more than {@link TriggerView#epoch}
   * @param policyHash SHA-256 (hex) of the signed policy
   * @param releaseListHash SHA-256 (hex) of the signed release list
   */
  Outcome<Recorded> arm(
      TriggerId trigger, long epoch, String policyHash, String releaseListHash, Actor actor);

  /** The owner's sign of life. */
  Outcome<Recorded> checkIn(TriggerId trigger, CheckInWay way, Actor actor);

  /**
   * Records something that happened, whoever reports it: deliveries, confirmations, hand-overs,
   * objections.
   *
   * @param event makes the event from the time at which it is recorded
   * @param actor who did it
   */
  Outcome<Recorded> record(TriggerId trigger, Function<Instant, TriggerEvent> event, Actor actor);

  /**
   * Takes the row lock that {@link #record} will need, for callers that must append to the audit
   * log before they record. Nothing happens when there is no such trigger.
   */
  void lock(TriggerId trigger);
}
