package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The log's keys, and whether something was signed by one of them.
 *
 * @param keys known from elsewhere, and those that follow or precede one of them by successions
 * @param successors which key gave its place to which
 */
record Trust(Set<VerificationKey> keys, Map<String, String> successors) {

  /** How a signed thing stands to the log's keys. */
  enum Standing {
    /** Signed by one of them. */
    GENUINE,
    /** Names one of them, but the signature does not fit: one of both was changed. */
    CHANGED,
    /** Names none of them. */
    FOREIGN
  }

  Trust {
    keys = Set.copyOf(keys);
    successors = Map.copyOf(successors);
  }

  /**
   * These keys, and every other that a chain of successions ties to one of them.
   *
   * @throws IllegalArgumentException when a key has two successors: the log was forked there
   */
  static Trust of(Set<VerificationKey> known, List<Succession> successions) {
    var keys = new HashSet<>(known);
    var successors = new HashMap<String, String>();
    for (var succession : successions) {
      if (successors.put(succession.from().text(), succession.to().text()) != null) {
        throw new IllegalArgumentException("one key has two successors");
      }
    }
    for (int before = -1; before != keys.size(); ) {
      before = keys.size();
      for (var succession : successions) {
        if (keys.contains(succession.from()) || keys.contains(succession.to())) {
          keys.add(succession.from());
          keys.add(succession.to());
        }
      }
    }
    return new Trust(keys, successors);
  }

  /** Whether {@code later} is {@code earlier} or took its place, at once or by and by. */
  boolean follows(String earlier, String later) {
    var at = earlier;
    for (int i = 0; i <= successors.size() && at != null; i++) {
      if (at.equals(later)) {
        return true;
      }
      at = successors.get(at);
    }
    return false;
  }

  Standing of(Signed signed, String format) {
    for (var key : keys) {
      if (signed.verify(key, format) instanceof Signed.Verification.Valid) {
        return Standing.GENUINE;
      }
    }
    var named = signers(signed);
    return keys.stream().anyMatch(key -> named.contains(key.text()))
        ? Standing.CHANGED
        : Standing.FOREIGN;
  }

  /** The texts of the keys that a signed thing names; a claim, nothing more. */
  static List<String> signers(Signed signed) {
    return Fields.of(signed.toTree(), "").objects("signatures").stream()
        .map(signature -> signature.text("key"))
        .toList();
  }

  /** The first signature as it stands in the tree; a signed thing has at least one. */
  static Object signature(Map<String, Object> signed) {
    return ((List<?>) Objects.requireNonNull(signed.get("signatures"))).getFirst();
  }
}
