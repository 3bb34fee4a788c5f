package io.vaultplatform.core.base;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads one object of an exchanged format, member by member, and names the member that is wrong.
 *
 * <p>Every member has exactly one accepted spelling (lower-case ids, UTC times with {@code Z},
 * base64url without padding), so two different byte strings never mean the same thing. {@link #end}
 * refuses what nobody read: a member we do not understand could change what the signer meant.
 */
public final class Fields {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Map<?, ?> object;
  private final String path;
  private final Set<Object> read = new HashSet<>();

  private Fields(Map<?, ?> object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * The members of {@code tree}; refusals name them as {@code path.member}, or plainly if the path
   * is "".
   */
  public static Fields of(Map<String, ?> tree, String path) {
    return new Fields(tree, path);
  }

  /** A text member. */
  public String text(String name) {
    return as(name, String.class, "a text");
  }

  /** A text member that must be exactly {@code expected}: the format name. */
  public void format(String expected) {
    if (!text("format").equals(expected)) {
      throw new FieldException(where("format"), "is not " + expected);
    }
  }

  /** A text member that may be absent. */
  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** An integer member of {@code least..most}. */
  public long number(String name, long least, long most) {
    long value =
        switch (required(name)) {
          case Integer small -> small;
          case Long wide -> wide;
          // Whatever else a hostile tree holds here: fractions, texts, objects.
          default -> throw new FieldException(where(name), "is not a whole number");
        };
    if (value < least || value > most) {
      throw new FieldException(where(name), "is not within " + least + " and " + most);
    }
    return value;
  }

  /** A boolean member. */
  public boolean flag(String name) {
    return as(name, Boolean.class, "true or false");
  }

  /** An id in its lower-case form. */
  public UUID uuid(String name) {
    return uuid(where(name), text(name));
  }

  /** An id that may be absent. */
  public Optional<UUID> optionalUuid(String name) {
    return has(name) ? Optional.of(uuid(name)) : Optional.empty();
  }

  /** A SHA-256 in lower-case hex. */
  public String hash(String name) {
    return matching(name, HASH, "a SHA-256 in lower-case hex");
  }

  /** A SHA-256 that may be absent. */
  public Optional<String> optionalHash(String name) {
    return has(name) ? Optional.of(hash(name)) : Optional.empty();
  }

  /** A text of a given shape; {@code what} describes it in the refusal. */
  public String matching(String name, Pattern shape, String what) {
    var text = text(name);
    if (!shape.matcher(text).matches()) {
      throw new FieldException(where(name), "is not " + what);
    }
    return text;
  }

  /** Bytes as base64url without padding. */
  public byte[] binary(String name) {
    var text = text(name);
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      // The decoder forgives padding and stray low bits; one value must have one spelling.
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, with the same words: which byte is wrong helps nobody.
    }
    throw new FieldException(where(name), "is not base64url without padding");
  }

  /** A time as ISO-8601 in UTC ({@code 2026-11-22T03:00:00Z}). */
  public Instant instant(String name) {
    var text = text(name);
    try {
      var time = Instant.parse(text);
      if (time.toString().equals(text)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Refused below.
    }
    throw new FieldException(where(name), "is not a time in UTC as 2026-11-22T03:00:00Z");
  }

  /** A duration as ISO-8601, in hours, minutes and seconds ({@code PT72H}). */
  public Duration duration(String name) {
    var text = text(name);
    try {
      var duration = Duration.parse(text);
      if (duration.toString().equals(text)) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Refused below.
    }
    throw new FieldException(where(name), "is not a duration in its one spelling, as PT72H");
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var item : as(name, List.class, "a list")) {
      if (!(item instanceof String text)) {
        throw new FieldException(where(name) + "[" + texts.size() + "]", "is not a text");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /** A nested object. */
  public Fields object(String name) {
    return new Fields(as(name, Map.class, "an object"), where(name));
  }

  /** A list of nested objects. */
  public List<Fields> objects(String name) {
    var objects = new ArrayList<Fields>();
    for (var item : as(name, List.class, "a list")) {
      var place = where(name) + "[" + objects.size() + "]";
      if (!(item instanceof Map<?, ?> map)) {
        throw new FieldException(place, "is not an object");
      }
      objects.add(new Fields(map, place));
    }
    return List.copyOf(objects);
  }

  /** A list of subtrees as they are, for what another format reads. */
  @SuppressWarnings("unchecked") // As in tree.
  public List<Map<String, Object>> trees(String name) {
    return objects(name).stream().map(item -> (Map<String, Object>) item.object).toList();
  }

  /** The subtree as it is, for what another format reads. */
  @SuppressWarnings(
      "unchecked") // Trees come from CanonicalJson or the strict reader: names are texts.
  public Map<String, Object> tree(String name) {
    return (Map<String, Object>) as(name, Map.class, "an object");
  }

  /** Whether the member is there. */
  public boolean has(String name) {
    return object.containsKey(name);
  }

  /** The dotted path of a member, for a refusal of the caller's own. */
  public String where(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Says that everything was read.
   *
   * @throws FieldException naming a member that nobody asked for
   */
  public void end() {
    for (var name : object.keySet()) {
      if (!read.contains(name)) {
        var shown = String.valueOf(name);
        // A member's name is the sender's text: shown only while it looks like a name.
        throw new FieldException(
            where(shown.matches("[A-Za-z0-9]{1,40}") ? shown : "?"),
            "is not a member of this format");
      }
    }
  }

  private static UUID uuid(String where, String text) {
    try {
      var id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new FieldException(where, "is not a lower-case uuid");
  }

  private <T> T as(String name, Class<T> type, String what) {
    var value = required(name);
    if (!type.isInstance(value)) {
      throw new FieldException(where(name), "is not " + what);
    }
    return type.cast(value);
  }

  private Object required(String name) {
    read.add(name);
    var value = object.get(name);
    if (value == null) {
      throw new FieldException(where(name), "is missing");
    }
    return value;
  }
}
