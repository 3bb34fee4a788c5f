package io.vaultplatform.core.triggers;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Something that happened to a trigger, at a time that is part of the fact. Who was allowed to say
 * so is settled before an event exists; what follows from it is {@link TriggerMachine#step}'s
 * alone.
 *
 * <p>Evidence about notices carries {@code asked}: the time of the step whose effect asked for
 * them. A mail that was asked for in an earlier silence and accepted late is then no evidence for
 * this one.
 */
public sealed interface TriggerEvent {

  /** When it happened. */
  Instant at();

  /** The owner's client submitted everything a release needs, at once. */
  record Arm(Instant at) implements TriggerEvent {}

  /** The owner takes it back to a draft. */
  record Disarm(Instant at) implements TriggerEvent {}

  /** The owner ends it for good. */
  record Cancel(Instant at) implements TriggerEvent {}

  /** The owner announces a silence until a date. */
  record Pause(Instant at, Instant until) implements TriggerEvent {}

  /** The owner gave a sign of life. */
  record CheckIn(Instant at) implements TriggerEvent {}

  /**
   * A channel accepted a reminder to the owner.
   *
   * @param asked the time of the step that asked for the reminder
   * @param channel which one, for example {@code mail}
   */
  record ReminderAccepted(Instant at, Instant asked, String channel) implements TriggerEvent {}

  /** Every channel to the owner failed for the reminder or notice asked for then. */
  record EveryChannelFailed(Instant at, Instant asked) implements TriggerEvent {}

  /** A trustee or contact confirmed. */
  record SignalConfirmed(Instant at, SignalSource by) implements TriggerEvent {}

  /** A trustee or contact refused. */
  record SignalRefused(Instant at, SignalSource by) implements TriggerEvent {}

  /** The notices of the challenge window asked for then were accepted. */
  record NoticesAccepted(Instant at, Instant asked) implements TriggerEvent {}

  /** The owner objects. */
  record ChallengeByOwner(Instant at) implements TriggerEvent {}

  /** A trustee or contact objects. */
  record ChallengeByContact(Instant at, SignalSource by) implements TriggerEvent {}

  /** Time went on. Carries no rule: early, late and doubled ticks are harmless. */
  record Tick(Instant at) implements TriggerEvent {}

  /** The hand-over of a stage happened; recorded in the transaction that hands over. */
  record StageDone(Instant at, int stage) implements TriggerEvent {}

  /** The engine cannot trust what it stands on. */
  record Doubt(Instant at, HoldReason why) implements TriggerEvent {
    public Doubt {
      if (!DOUBTS.contains(why)) {
        throw new IllegalArgumentException(
            why.text() + " is not a doubt; it has an event of its own");
      }
    }

    private static final Set<HoldReason> DOUBTS =
        EnumSet.of(HoldReason.CLOCKS, HoldReason.LOG, HoldReason.KEY_SERVICE, HoldReason.CHANNELS);
  }

  /** Whoever may decide has ended a hold. */
  record Cleared(Instant at) implements TriggerEvent {}

  /** The owner stops a release after something was handed over. */
  record Abort(Instant at) implements TriggerEvent {}

  /** The owner contests a finished release. */
  record Contest(Instant at) implements TriggerEvent {}
}
