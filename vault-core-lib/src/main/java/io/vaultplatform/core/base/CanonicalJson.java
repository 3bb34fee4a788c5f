package io.vaultplatform.core.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one byte form of everything we sign or hash: RFC 8785 canonical JSON, restricted to objects,
 * arrays, strings, booleans and integers of at most 53 bits.
 *
 * <p>Fractions and null are left out on purpose: RFC 8785 has to print doubles as ECMAScript does,
 * and a null is a second way to say "absent". {@link #parse} accepts only bytes that are their own
 * canonical form, so a document has one encoding and a signature covers everything a reader sees.
 */
public final class CanonicalJson {
  /** The largest integer that every JSON reader keeps exactly (RFC 8785, appendix D). */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(20)
                  .maxStringLength(1 << 20)
                  .maxNameLength(256)
                  .build())
          .build();

  private CanonicalJson() {}

  /**
   * The canonical bytes (UTF-8) of a tree of {@code Map<String, ?>}, {@code List<?>}, {@code
   * String}, {@code Boolean}, {@code Integer} and {@code Long}.
   *
   * @throws IllegalArgumentException for any other type, a null, an integer beyond 53 bits, or a
   *     string with an unpaired surrogate
   */
  public static byte[] bytes(Map<String, ?> object) {
    return text(object).getBytes(StandardCharsets.UTF_8);
  }

  /** As {@link #bytes}, as text. */
  public static String text(Map<String, ?> object) {
    var out = new StringBuilder();
    write(object, out);
    return out.toString();
  }

  /**
   * Reads one canonical object.
   *
   * @return an unmodifiable tree of the types {@link #bytes} takes; integers as {@code Long}
   * @throws IllegalArgumentException when the bytes are not JSON, not an object, or not in
   *     canonical form
   */
  public static Map<String, Object> parse(byte[] canonical) {
    Map<String, Object> object;
    try (var parser = STRICT.createParser(canonical)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("bytes after the JSON object");
      }
    } catch (IOException e) {
      // The parser's own message quotes the input, which may be a secret someone pasted here.
      throw new IllegalArgumentException("not well-formed JSON within the limits");
    }
    if (!Arrays.equals(bytes(object), canonical)) {
      throw new IllegalArgumentException("not in canonical form (RFC 8785)");
    }
    return object;
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    var object = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      object.put(name, readValue(parser));
    }
    return Collections.unmodifiableMap(object);
  }

  private static Object readValue(JsonParser parser) throws IOException {
    var token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return readObject(parser);
    }
    if (token == JsonToken.START_ARRAY) {
      var items = new ArrayList<Object>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(readValue(parser));
      }
      return Collections.unmodifiableList(items);
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getLongValue();
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    throw new IllegalArgumentException("null and fractions have no canonical form here");
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> throw new IllegalArgumentException("null has no canonical form here");
      case Map<?, ?> object -> writeObject(object, out);
      case List<?> items -> {
        var separator = "[";
        for (var item : items) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case String text -> writeString(text, out);
      case Boolean bool -> out.append(bool.booleanValue());
      case Integer number -> out.append(number.intValue());
      case Long number -> {
        // Not Math.abs: the smallest long is its own absolute value.
        if (number > MAX_INTEGER || number < -MAX_INTEGER) {
          throw new IllegalArgumentException("an integer beyond 53 bits has no canonical form");
        }
        out.append(number.longValue());
      }
      case Number other ->
          throw new IllegalArgumentException(
              "numbers are integers of at most 53 bits; another has no canonical form");
      // Not a closed type: whatever else a caller puts into the tree is a bug in the caller. The
      // sentence can reach a client, so it names no class.
      default -> throw new IllegalArgumentException("a value without a canonical form");
    }
  }

  private static void writeObject(Map<?, ?> object, StringBuilder out) {
    // String's natural order compares UTF-16 code units, which is what RFC 8785 section 3.2.3 asks
    // for.
    var sorted = new TreeMap<String, Object>();
    object.forEach((name, value) -> sorted.put((String) name, value));
    var separator = "{";
    for (var member : sorted.entrySet()) {
      out.append(separator);
      writeString(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append(sorted.isEmpty() ? "{}" : "}");
  }

  // RFC 8785 section 3.2.2.2: short escapes where they exist, lower-case hex for other controls,
  // else as is.
  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00")
                .append(c < 0x10 ? "0" : "1")
                .append(Character.forDigit(c & 0xf, 16));
          } else if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else if (Character.isSurrogate(c)) {
            throw new IllegalArgumentException("an unpaired surrogate has no canonical form");
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
