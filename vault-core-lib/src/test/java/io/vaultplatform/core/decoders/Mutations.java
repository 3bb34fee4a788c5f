package io.vaultplatform.core.decoders;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Valid input made wrong, in the ways that break decoders: flipped bits, cuts, insertions,
 * duplications, splices of two inputs, lengths that lie, huge numbers, deep nesting, and bytes that
 * are no UTF-8.
 */
final class Mutations {
  private static final List<byte[]> PIECES =
      List.of(
          text("\n"),
          text("\r\n"),
          text(" "),
          text("\""),
          text("\\u0000"),
          text("\\ud800"),
          text("-> "),
          text("-> X25519 "),
          text("---"),
          text("=="),
          text("null"),
          text("-0"),
          text("1e400"),
          text("0.5"),
          text("-1"),
          text("9".repeat(19)),
          text("9".repeat(400)),
          text("[".repeat(1000)),
          text("{\"a\":".repeat(1000)),
          text("a ".repeat(30_000)),
          text("A".repeat(5000)),
          new byte[] {0, 0, 0, 0},
          new byte[] {-1, -1, -1, -1},
          new byte[] {0x7f, -1, -1, -1},
          new byte[] {(byte) 0x80, 0, 0, 0},
          new byte[] {(byte) 0xc0, (byte) 0x80}, // an overlong NUL
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half of a surrogate pair
          new byte[] {(byte) 0xf5, -1}, // begins no character
          new byte[] {(byte) 0xe2, (byte) 0x80}); // ends within one

  // Whoever calls a decoder bounds what a stranger may send; no request is as long as this.
  private static final int LONGEST = 128 * 1024;

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** One to three changes of {@code valid}; {@code other} is what may be spliced in. */
  byte[] bytes(byte[] valid, byte[] other) {
    var changed = valid;
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      changed = changed(changed, other);
    }
    return changed.length > LONGEST ? Arrays.copyOf(changed, LONGEST) : changed;
  }

  private byte[] changed(byte[] in, byte[] other) {
    int from = random.nextInt(in.length + 1);
    int to = from + random.nextInt(Math.min(in.length - from, 100) + 1);
    return switch (random.nextInt(10)) {
      case 0, 1 -> flipped(in);
      case 2 -> Arrays.copyOf(in, from);
      case 3 -> joined(cut(in, 0, from), cut(in, to, in.length)); // something is missing
      case 4 -> joined(cut(in, 0, from), piece(), cut(in, from, in.length)); // inserted
      case 5 -> joined(cut(in, 0, from), piece(), cut(in, to, in.length)); // replaced
      case 6 -> joined(cut(in, 0, to), repeated(cut(in, from, to)), cut(in, to, in.length));
      case 7 -> joined(cut(in, 0, from), cut(other, random.nextInt(other.length + 1), -1));
      case 8 -> joined(cut(in, to, in.length), cut(in, 0, from)); // the end before the start
      default -> random.nextInt(20) == 0 ? new byte[0] : numbered(in);
    };
  }

  private byte[] flipped(byte[] in) {
    var out = in.clone();
    if (out.length > 0) {
      out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  // A number in the input becomes another one: lengths, versions, factors.
  private byte[] numbered(byte[] in) {
    int start = random.nextInt(in.length + 1);
    while (start < in.length && !isDigit(in[start])) {
      start++;
    }
    int end = start;
    while (end < in.length && isDigit(in[end])) {
      end++;
    }
    var number = List.of("0", "-1", "2", "007", "65536", "2147483648", "9".repeat(30));
    var chosen = number.get(random.nextInt(number.size()));
    return joined(cut(in, 0, start), text(chosen), cut(in, end, in.length));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private byte[] piece() {
    if (random.nextInt(4) > 0) {
      return PIECES.get(random.nextInt(PIECES.size()));
    }
    var noise = new byte[1 + random.nextInt(40)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] repeated(byte[] part) {
    return joined(Collections.nCopies(1 + random.nextInt(200), part));
  }

  /**
   * A copy of {@code valid} in which one to three members are removed, added, exchanged or of
   * another type.
   */
  Map<String, Object> tree(Map<String, ?> valid) {
    while (true) {
      var changed = changed(valid);
      if (changed.toString().length() <= LONGEST) {
        return changed;
      }
    }
  }

  private Map<String, Object> changed(Map<String, ?> valid) {
    var copy = copy(valid);
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      var places = new ArrayList<Object>();
      places(copy, places);
      change(places.get(random.nextInt(places.size())), places);
    }
    return copy;
  }

  @SuppressWarnings("unchecked") // copy() made them all of LinkedHashMap and ArrayList
  private void change(Object place, List<Object> places) {
    switch (place) {
      case Map<?, ?> map -> {
        var object = (Map<String, Object>) map;
        var names = new ArrayList<>(object.keySet());
        if (names.isEmpty() || random.nextInt(6) == 0) {
          object.put(random.nextBoolean() ? "another" : "\u0000\ud800", value("", places));
          return;
        }
        var name = names.get(random.nextInt(names.size()));
        if (random.nextInt(5) == 0) {
          object.remove(name);
        } else {
          object.compute(name, (n, old) -> value(old == null ? "" : old, places));
        }
      }
      case List<?> list -> {
        var items = (List<Object>) list;
        if (items.isEmpty() || random.nextInt(4) == 0) {
          var item = items.isEmpty() ? value("", places) : items.getFirst();
          items.addAll(Collections.nCopies(1 + random.nextInt(40), item));
        } else if (random.nextInt(4) == 0) {
          items.remove(random.nextInt(items.size()));
        } else {
          int at = random.nextInt(items.size());
          items.set(at, value(items.get(at), places));
        }
      }
      default -> throw new IllegalStateException("a place is an object or a list");
    }
  }

  private Object value(Object old, List<Object> places) {
    return switch (random.nextInt(16)) {
      case 0 -> random.nextLong();
      case 1 -> List.of(0L, -1L, 1L << 31, (1L << 53) - 1, Long.MIN_VALUE).get(random.nextInt(5));
      case 2 -> random.nextBoolean() ? 0.5 : new BigDecimal("1e1000");
      case 3 -> BigInteger.TEN.pow(1 + random.nextInt(400));
      case 4 -> random.nextBoolean();
      case 5 -> nested(10 + random.nextInt(200));
      case 6 -> new ArrayList<>();
      case 7 -> new LinkedHashMap<>();
      case 8 -> "";
      case 9 -> "x".repeat(1 << random.nextInt(17));
      case 10 -> "\ud800".repeat(1 + random.nextInt(3));
      // Another part of the same tree, copied so that no tree holds itself.
      case 11 -> copied(places.get(random.nextInt(places.size())));
      default ->
          old instanceof String text
              ? new String(bytes(text(text), text("0".repeat(64))), StandardCharsets.UTF_8)
              : old instanceof Long number ? number + random.nextInt(3) - 1 : nested(1);
    };
  }

  private static Object nested(int depth) {
    Object inner = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      inner = new ArrayList<>(List.of(inner));
    }
    return inner;
  }

  private static void places(Object in, List<Object> found) {
    switch (in) {
      case Map<?, ?> map -> {
        found.add(map);
        map.values().forEach(value -> places(value, found));
      }
      case List<?> list -> {
        found.add(list);
        list.forEach(value -> places(value, found));
      }
      default -> {}
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((name, value) -> copy.put((String) name, copied(value)));
    return copy;
  }

  private static Object copied(Object value) {
    return switch (value) {
      case Map<?, ?> map -> copy(map);
      case List<?> list -> {
        var items = new ArrayList<Object>();
        list.forEach(item -> items.add(copied(item)));
        yield items;
      }
      default -> value;
    };
  }

  private static byte[] cut(byte[] in, int from, int to) {
    return Arrays.copyOfRange(in, from, to < 0 ? in.length : to);
  }

  private static byte[] joined(byte[]... parts) {
    return joined(List.of(parts));
  }

  private static byte[] joined(List<byte[]> parts) {
    var out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
