package io.vaultplatform.core.triggers;

/**
 * What must happen in the world because of a step. Written to the outbox in the step's transaction,
 * carried out afterwards; whoever carries one out looks at the world again first, for it may be
 * late or repeated.
 */
public sealed interface Effect {

  /** Remind the owner to check in. */
  record SendReminder(Urgency urgency) implements Effect {}

  /** How pressing a reminder is. */
  enum Urgency {
    /** The deadline is still ahead. */
    EARLY,
    /** The deadline is missed; acceptance of this reminder starts the grace. */
    MISSED,
    /** The grace runs. */
    GRACE
  }

  /** Ask every trustee for a signal. Repeating it tells them the time was extended. */
  record AskTrustees() implements Effect {}

  /**
   * Tell the owner, on every channel, that the challenge window begins when this notice is
   * accepted.
   */
  record NotifyOwnerOfWindow() implements Effect {}

  /** Have the gate make this epoch's one-time release keys. */
  record MakeReleaseKeys() implements Effect {}

  /** Have the gate destroy every unused release key. */
  record DestroyReleaseKeys() implements Effect {}

  /** Destroy the platform's shares and end the epoch: it can never be opened again. */
  record DestroyPlatformShares() implements Effect {}

  /** Open the stage through the gate and make its packets available to its recipients. */
  record HandOver(int stage) implements Effect {}

  /** Tell the recipients of the stage. */
  record TellRecipients(int stage) implements Effect {}

  /** Tell the owner and the trustees that it is held, why, and what ends it. */
  record TellOfHold(HoldReason why) implements Effect {}

  /** Freeze access to what was released and tell those who have it. */
  record FreezeRelease() implements Effect {}
}
