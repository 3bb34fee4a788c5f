package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.KeptTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns texts of a request into the library's types, and names the member when one is none. */
public final class Parsed {
  private Parsed() {}

  /**
   * The value of a member's text.
   *
   * @throws FieldException naming {@code field} with the parser's reason, which never quotes the
   *     text
   */
  public static <T> T field(String field, @Nullable String text, Function<String, T> parser) {
    if (text == null) {
      throw new FieldException(field, "is missing");
    }
    try {
      return parser.apply(text);
    } catch (FieldException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new FieldException(field, "is refused: " + e.getMessage());
    }
  }

  /** An id, in the one spelling that it has. */
  public static UUID uuid(String field, @Nullable String text) {
    return field(field, text, Parsed::uuid);
  }

  /**
   * A time in UTC, as the database keeps it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Instant time(String text) {
    try {
      // The parser takes offsets as well; a time has one accepted zone.
      if (text.endsWith("Z")) {
        return KeptTime.of("time", Instant.parse(text));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // The parser's own sentence quotes the text.
    }
    throw new IllegalArgumentException(
        "not a time in UTC such as 2027-01-31T12:00:00Z, of the years 1970 to 9999");
  }

  private static UUID uuid(String text) {
    try {
      var id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // The parser's own sentence quotes the text.
    }
    throw new IllegalArgumentException("not a lower-case UUID");
  }
}
