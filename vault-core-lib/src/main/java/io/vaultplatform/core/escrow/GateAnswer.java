package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Head;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** What the gate concludes from the log: evidence for opening, or one named reason against it. */
public sealed interface GateAnswer {

  /**
   * The log shows everything that the owner's policy asks for.
   *
   * @param silentSince the owner's last sign of life
   * @param remindedAt when a channel accepted the reminder that started the grace
   * @param confirmed the trustees whose confirmations count
   * @param keysHash the release keys they confirmed to
   * @param noticedAt when a channel accepted the notice that started the challenge window
   * @param executingAt when that window was over
   * @param head where the log ended
   */
  record Open(
      Instant silentSince,
      Instant remindedAt,
      Set<UUID> confirmed,
      String keysHash,
      Instant noticedAt,
      Instant executingAt,
      Head head)
      implements GateAnswer {
    public Open {
      confirmed = Set.copyOf(confirmed);
    }
  }

  /** It stays shut. */
  record Shut(Why why, String detail) implements GateAnswer {}

  /** Why the gate stays shut. */
  enum Why {
    /** An entry does not continue the one before it. */
    LOG_BROKEN,
    /** The log is shorter than it was. */
    LOG_ROLLED_BACK,
    /** The log has another history than the one the gate saw. */
    LOG_FORKED,
    /** The log is signed by another key than the policy names. */
    LOG_ORIGIN,
    /** The trigger is not armed according to the log. */
    NOT_ARMED,
    /** A later epoch than the policy's was seen. */
    OLDER_EPOCH,
    /** The log names another policy for this epoch. */
    OTHER_POLICY,
    /** Disarmed, cancelled, rescinded or finished. */
    ENDED,
    /** The log shows a step that the steps before do not allow. */
    IMPOSSIBLE_STEP,
    /** The owner was warned before the signed interval was over. */
    INTERVAL,
    /** No channel accepted a reminder. */
    NOT_REACHED,
    /** Others were asked before the signed grace was over. */
    GRACE,
    /** There are no release keys, or they were destroyed. */
    NO_KEYS,
    /** Fewer trustees confirmed than the policy asks for. */
    QUORUM,
    /** No notice of the challenge window was accepted. */
    NOT_NOTIFIED,
    /** The signed challenge window is not over. */
    CHALLENGE_WINDOW,
    /** The release is not being executed: a check-in, a challenge, a hold. */
    NOT_EXECUTING,
    /** The signed time to stop the next stage is not over. */
    STAGE_WINDOW,
    /** This stage was opened before. */
    ALREADY_OPENED,
    /** The log shows nothing opened for this recipient, or not as the policy asks for. */
    NOT_OPENED,
    /** What was opened is held meanwhile. */
    ON_HOLD,
    /** The log shows that the recipient brought another key before. */
    OTHER_KEY
  }
}
