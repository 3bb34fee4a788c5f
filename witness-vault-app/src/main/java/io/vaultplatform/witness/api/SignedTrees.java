package io.vaultplatform.witness.api;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.Signed;
import java.util.Map;

/** Signed documents in requests; what is wrong with their form is named, never quoted. */
final class SignedTrees {
  private SignedTrees() {}

  static Signed read(String field, Map<String, Object> tree) {
    try {
      return Signed.of(tree);
    } catch (IllegalArgumentException e) {
      throw new FieldException(field, "is refused: " + e.getMessage());
    }
  }
}
