package io.vaultplatform.witness.api;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids and numbers from paths and queries; each refusal names the parameter. */
final class Ids {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private Ids() {}

  static VaultId vault(String text) {
    return new VaultId(uuid("vault", text));
  }

  static DocumentId document(String text) {
    return new DocumentId(uuid("document", text));
  }

  static DocumentId successor(String text) {
    return new DocumentId(uuid("successor", text));
  }

  static int version(String text) {
    return number("version", text, 1, 1_000_000);
  }

  static Optional<UUID> cursor(@Nullable String text) {
    return text == null ? Optional.empty() : Optional.of(uuid("cursor", text));
  }

  static int limit(@Nullable String text, int most) {
    return text == null ? most : number("limit", text, 1, most);
  }

  static UUID uuid(String field, String text) {
    try {
      var id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, without quoting it.
    }
    throw new FieldException(field, "is not a lower-case UUID");
  }

  private static int number(String field, String text, int least, int most) {
    // The JDK's reader also takes signs, leading zeros and the digits of every script.
    if (NUMBER.matcher(text).matches()) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new FieldException(field, "is not a number from " + least + " to " + most);
  }
}
