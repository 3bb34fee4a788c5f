package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Head;

/**
 * Whether the gate opens a stage, from the owner's policy, the vault's log and the gate's own
 * memory, and from nothing else: no trigger row, no outbox, no claim of the caller.
 */
public final class GateDecision {
  private GateDecision() {}

  /**
   * Decides.
   *
   * @param policy verified against the owner's key beforehand
   * @param stage the stage to open
   * @param origin the origin of the log that is read
   * @param log every entry of the vault's log, from its first
   * @param end where the log says that it ends; entries may follow that were appended meanwhile
   */
  public static GateAnswer decide(
      ReleasePolicy policy,
      int stage,
      GateMemory memory,
      String origin,
      Iterable<Entry> log,
      Head end) {
    if (!policy.logOrigin().equals(origin)) {
      return new GateAnswer.Shut(
          GateAnswer.Why.LOG_ORIGIN, "the policy names another log than the one that is read");
    }
    var history = new TriggerHistory(policy);
    var head = Head.genesis(end.chain());
    boolean remembered = memory.head().sequence() == 0;
    boolean reachedEnd = end.equals(head);
    for (var entry : log) {
      if (!entry.chain().equals(head.chain())
          || entry.sequence() != head.sequence() + 1
          || !entry.previous().equals(head.hash())) {
        return new GateAnswer.Shut(
            GateAnswer.Why.LOG_BROKEN,
            "entry " + (head.sequence() + 1) + " does not continue the log");
      }
      head = entry.head();
      if (head.sequence() == memory.head().sequence()) {
        if (!head.equals(memory.head())) {
          return new GateAnswer.Shut(
              GateAnswer.Why.LOG_FORKED,
              "entry " + head.sequence() + " is not the one that the gate saw");
        }
        remembered = true;
      }
      reachedEnd |= head.equals(end);
      history.take(entry);
    }
    if (!remembered) {
      return new GateAnswer.Shut(
          GateAnswer.Why.LOG_ROLLED_BACK,
          "the log has "
              + head.sequence()
              + " entries, and the gate saw "
              + memory.head().sequence());
    }
    if (!reachedEnd) {
      return new GateAnswer.Shut(
          GateAnswer.Why.LOG_BROKEN, "the log does not reach the end that it claims");
    }
    return history.answer(stage, memory.epoch(), head);
  }
}
