package io.vaultplatform.core.escrow;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The trustees' answers to one set of release keys, as the log has them: each trustee of the policy
 * counts once, and a no is final.
 */
final class RecordedAnswers {
  private final ReleasePolicy policy;
  private final Set<String> trustees;
  private Optional<String> keys = Optional.empty();
  private final Set<String> confirmed = new HashSet<>();
  private final Set<String> refused = new HashSet<>();

  RecordedAnswers(ReleasePolicy policy) {
    this.policy = policy;
    trustees = policy.trustees().stream().map(t -> t.id().toString()).collect(Collectors.toSet());
  }

  /** New release keys: what was answered to others is worth nothing. */
  void begin(String keysHash) {
    forget();
    keys = Optional.of(keysHash);
  }

  void forget() {
    keys = Optional.empty();
    confirmed.clear();
    refused.clear();
  }

  /** The facts of one recorded answer. */
  void take(Map<String, ?> facts) {
    var trustee = String.valueOf(facts.get("trustee"));
    if (keys.isEmpty()
        || !keys.get().equals(facts.get("keysHash"))
        || !trustees.contains(trustee)) {
      return;
    }
    if (!"confirm".equals(facts.get("decision"))) {
      refused.add(trustee);
      confirmed.remove(trustee);
    } else if (!refused.contains(trustee)) {
      confirmed.add(trustee);
    }
  }

  /** Why these are not enough, if they are not. */
  Optional<GateAnswer.Shut> lacking(int wanted) {
    if (keys.isEmpty()) {
      return Optional.of(new GateAnswer.Shut(GateAnswer.Why.NO_KEYS, "there are no release keys"));
    }
    if (confirmed.size() < wanted) {
      return Optional.of(
          new GateAnswer.Shut(
              GateAnswer.Why.QUORUM,
              confirmed.size() + " of " + wanted + " confirmations are recorded"));
    }
    return policy.isMetBy(confirmed())
        ? Optional.empty()
        : Optional.of(
            new GateAnswer.Shut(
                GateAnswer.Why.QUORUM, "those who confirmed open no path with the platform"));
  }

  Set<UUID> confirmed() {
    return confirmed.stream().map(UUID::fromString).collect(Collectors.toSet());
  }

  String keysHash() {
    return keys.orElseThrow();
  }
}
