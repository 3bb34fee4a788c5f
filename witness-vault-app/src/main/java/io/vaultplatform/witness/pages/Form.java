package io.vaultplatform.witness.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form that a button of a page posts: the fields that the page asks for, each at most once, out
 * of a short body.
 *
 * <p>The server's own {@code getParameter} is not used: it takes the address for a part of the
 * form, and what is secret must not stand in addresses; it reads bodies of any size, and fails
 * where one is malformed.
 *
 * @param fields what was sent, by name
 */
record Form(Map<String, String> fields) {
  /** Many times what any page of ours sends. */
  static final int MOST_BYTES = 8 * 1024;

  private static final String TYPE = "application/x-www-form-urlencoded";

  Form {
    fields = Map.copyOf(fields);
  }

  /** The form of a request; of its fields only those that are asked for. */
  static Outcome<Form> posted(HttpServletRequest request, String... names) {
    try {
      return request.getContentLengthLong() > MOST_BYTES
          ? tooLarge()
          : read(request.getContentType(), request.getInputStream(), Set.of(names));
    } catch (IOException e) {
      return notWhole();
    }
  }

  static Outcome<Form> read(@Nullable String type, InputStream body, Set<String> names) {
    if (type == null || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
      return malformed();
    }
    byte[] bytes;
    try {
      bytes = body.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      return notWhole();
    }
    return bytes.length > MOST_BYTES ? tooLarge() : fields(new String(bytes, UTF_8), names);
  }

  private static Outcome<Form> fields(String body, Set<String> names) {
    var fields = new HashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      var parts = pair.split("=", 2);
      try {
        var name = URLDecoder.decode(parts[0], UTF_8);
        var value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8);
        if (names.contains(name) && fields.put(name, value) != null) {
          return malformed();
        }
      } catch (IllegalArgumentException e) {
        return malformed();
      }
    }
    return Outcome.done(new Form(fields));
  }

  /** What was typed; nothing where the field was not sent. */
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  private static Outcome<Form> malformed() {
    return Outcome.refused(
        Reason.INVALID, "form", "What arrived is not the form that this page sends.");
  }

  private static Outcome<Form> tooLarge() {
    return Outcome.refused(
        Reason.TOO_LARGE, "form", "What arrived is larger than the form that this page sends.");
  }

  private static Outcome<Form> notWhole() {
    return Outcome.refused(Reason.INVALID, "form", "The form did not arrive whole.");
  }
}
