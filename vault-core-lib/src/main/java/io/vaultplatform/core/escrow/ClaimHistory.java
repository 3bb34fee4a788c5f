package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What became of a release after its stages were opened, as the log tells it: which of them were
 * opened with everything that the policy asks for, whether it was called back or held since, and
 * which key each recipient brought first.
 *
 * <p>That an opening is in the log is not enough: {@link TriggerHistory} is asked, at the entry
 * before it, whether the gate would have opened. After an opening the trigger can only go on,
 * finish, be held or be called back; whatever else a log shows ends it.
 */
final class ClaimHistory {
  private static final String HELD = "held";
  private static final Set<String> GOES_ON = Set.of("executing", "executed");

  private final ReleasePolicy policy;
  private final TriggerHistory before;
  private final Set<Integer> opened = new TreeSet<>();
  private final Map<String, String> keys = new HashMap<>();
  private boolean held;
  private boolean ended;
  private int highestEpoch;

  ClaimHistory(ReleasePolicy policy) {
    this.policy = policy;
    this.before = new TriggerHistory(policy);
  }

  void take(Entry entry) {
    if (policy.epoch().trigger().toString().equals(entry.facts().get("trigger"))) {
      if (entry.type() == EventType.TRIGGER_ARMED) {
        highestEpoch = Math.max(highestEpoch, number(entry, "epoch"));
      } else if (number(entry, "epoch") == policy.epoch().number()) {
        ofThisEpoch(entry);
      }
    }
    before.take(entry);
  }

  private void ofThisEpoch(Entry entry) {
    switch (entry.type()) {
      case ESCROW_OPENED -> opened(entry);
      case ESCROW_READDRESSED ->
          keys.putIfAbsent(text(entry, "recipient"), text(entry, "fingerprint"));
      case TRIGGER_DISARMED, TRIGGER_CANCELLED -> ended |= isOpen();
      case CHALLENGE_RECORDED -> held |= isOpen() && entry.actor().kind() != Actor.Kind.USER;
      case TRIGGER_STEPPED -> {
        if (isOpen()) {
          stepped(text(entry, "to"));
        }
      }
      // The log tells much that changes nothing for who was handed something.
      default -> {}
    }
  }

  private void opened(Entry entry) {
    int stage = number(entry, "stage");
    boolean rightly =
        policy.hash().equals(entry.facts().get("policyHash"))
            && before.answer(stage, policy.epoch().number(), Head.genesis(entry.chain()))
                instanceof GateAnswer.Open;
    if (rightly) {
      opened.add(stage);
    }
  }

  private void stepped(String to) {
    held = to.equals(HELD);
    ended |= !held && !GOES_ON.contains(to);
  }

  private boolean isOpen() {
    return !opened.isEmpty();
  }

  /** What follows from everything taken so far. */
  ClaimAnswer answer(UUID recipient, String fingerprint, int remembered, Head head) {
    if (policy.epoch().number() < Math.max(highestEpoch, remembered)) {
      return shut(GateAnswer.Why.OLDER_EPOCH, "a later epoch was seen");
    }
    if (ended) {
      return shut(GateAnswer.Why.ENDED, "the release was called back");
    }
    if (held) {
      return shut(GateAnswer.Why.ON_HOLD, "the release is held");
    }
    if (!isOpen()) {
      return shut(GateAnswer.Why.NOT_OPENED, "the log does not show this release opened");
    }
    if (!fingerprint.equals(keys.getOrDefault(recipient.toString(), fingerprint))) {
      return shut(GateAnswer.Why.OTHER_KEY, "the recipient brought another key before");
    }
    return new ClaimAnswer.Open(opened, head);
  }

  private static String text(Entry entry, String fact) {
    return String.valueOf(entry.facts().get(fact));
  }

  private static int number(Entry entry, String fact) {
    return entry.facts().get(fact) instanceof Long number && number == number.intValue()
        ? number.intValue()
        : 0;
  }

  private static ClaimAnswer shut(GateAnswer.Why why, String detail) {
    return new ClaimAnswer.Shut(new GateAnswer.Shut(why, detail));
  }
}
