package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.Fields;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The log's keys, and whether something was signed by one of them. */
record Trust(Set<VerificationKey> keys) {

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
