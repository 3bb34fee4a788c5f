package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Head;

/**
 * Whether the gate encrypts anew for a recipient who brings a key, from the owner's policy, the
 * vault's log and the gate's own memory, and from nothing else.
 */
public final class ClaimDecision {
  private ClaimDecision() {}

  /**
   * Decides.
   *
   * @param policy verified against the owner's key beforehand
   * @param origin the origin of the log that is read
   * @param log every entry of the vault's log, from its first
   * @param end where the log says that it ends; entries may follow that were appended meanwhile
   */
  public static ClaimAnswer decide(
      ReleasePolicy policy,
      ClaimWarrant warrant,
      GateMemory memory,
      String origin,
      Iterable<Entry> log,
      Head end) {
    var byPlatform =
        policy
            .recipient(warrant.recipient())
            .filter(r -> r.opens() == ReleasePolicy.Opens.EXECUTOR)
            .isPresent();
    if (!warrant.policyHash().equals(policy.hash()) || !byPlatform) {
      return shut(
          GateAnswer.Why.OTHER_POLICY, "the policy lets the platform open for nobody of this id");
    }
    // Who holds the gate's key could be given nothing that they do not have; it is no recipient's.
    if (warrant.key().suite() != policy.suite()
        || warrant.key().equals(policy.gate().recipient())) {
      return shut(
          GateAnswer.Why.OTHER_KEY, "the key is not a recipient's key of the policy's suite");
    }
    var history = new ClaimHistory(policy);
    return switch (WholeLog.read(policy, memory, origin, log, end, history::take)) {
      case WholeLog.Unfit(var why) -> new ClaimAnswer.Shut(why);
      case WholeLog.Whole(var head) ->
          history.answer(warrant.recipient(), warrant.key().fingerprint(), memory.epoch(), head);
    };
  }

  private static ClaimAnswer shut(GateAnswer.Why why, String detail) {
    return new ClaimAnswer.Shut(new GateAnswer.Shut(why, detail));
  }
}
