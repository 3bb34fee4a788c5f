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
    var history = new TriggerHistory(policy);
    return switch (WholeLog.read(policy, memory, origin, log, end, history::take)) {
      case WholeLog.Unfit(var why) -> why;
      case WholeLog.Whole(var head) -> history.answer(stage, memory.epoch(), head);
    };
  }
}
