package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.Head;
import java.util.function.Consumer;

/**
 * A vault's log as the gate found it: read from its first entry to its end, every entry shown to a
 * reader on the way; or why it is not to be believed.
 */
sealed interface WholeLog {

  /** It continues itself and what the gate remembers; {@code head} is where it ended. */
  record Whole(Head head) implements WholeLog {}

  /** It does not. */
  record Unfit(GateAnswer.Shut why) implements WholeLog {}

  /**
   * Reads it.
   *
   * @param policy names the log that counts
   * @param origin the origin of the log that is read
   * @param log every entry of the vault's log, from its first
   * @param end where the log says that it ends; entries may follow that were appended meanwhile
   */
  static WholeLog read(
      ReleasePolicy policy,
      GateMemory memory,
      String origin,
      Iterable<Entry> log,
      Head end,
      Consumer<Entry> reader) {
    if (!policy.logOrigin().equals(origin)) {
      return unfit(
          GateAnswer.Why.LOG_ORIGIN, "the policy names another log than the one that is read");
    }
    var head = Head.genesis(end.chain());
    boolean remembered = memory.head().sequence() == 0;
    boolean reachedEnd = end.equals(head);
    for (var entry : log) {
      if (!entry.chain().equals(head.chain())
          || entry.sequence() != head.sequence() + 1
          || !entry.previous().equals(head.hash())) {
        return unfit(
            GateAnswer.Why.LOG_BROKEN,
            "entry " + (head.sequence() + 1) + " does not continue the log");
      }
      head = entry.head();
      if (head.sequence() == memory.head().sequence()) {
        if (!head.equals(memory.head())) {
          return unfit(
              GateAnswer.Why.LOG_FORKED,
              "entry " + head.sequence() + " is not the one that the gate saw");
        }
        remembered = true;
      }
      reachedEnd |= head.equals(end);
      reader.accept(entry);
    }
    if (!remembered) {
      return unfit(
          GateAnswer.Why.LOG_ROLLED_BACK,
          "the log has "
              + head.sequence()
              + " entries, and the gate saw "
              + memory.head().sequence());
    }
    return reachedEnd
        ? new Whole(head)
        : unfit(GateAnswer.Why.LOG_BROKEN, "the log does not reach the end that it claims");
  }

  private static WholeLog unfit(GateAnswer.Why why, String detail) {
    return new Unfit(new GateAnswer.Shut(why, detail));
  }
}
