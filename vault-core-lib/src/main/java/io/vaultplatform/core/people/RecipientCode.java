package io.vaultplatform.core.people;

import java.util.Arrays;
import java.util.Optional;

/**
 * The code a recipient is given beforehand, outside this system: 80 bits, written as sixteen
 * characters of Crockford's base32 in four groups ({@code 7ZK4-M0QD-9XTB-H2WE}).
 *
 * <p>Made on the owner's client; the server sees it only when the recipient types it. Reading
 * forgives what people do when they copy by hand: small letters, missing or other separators, O for
 * 0, I and L for 1. There is no U in the alphabet. Printing shows nothing.
 */
public final class RecipientCode {
  /** The length in bytes. */
  public static final int BYTES = 10;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CHARACTERS = 16;

  private final byte[] bytes;

  private RecipientCode(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A code of these 10 random bytes, which are copied. */
  public static RecipientCode of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException("a recipient's code is 10 bytes");
    }
    return new RecipientCode(random.clone());
  }

  /** Reads what somebody typed; empty when it is not a code at all. */
  public static Optional<RecipientCode> parse(String typed) {
    // Sixteen characters and generous separators; more is nobody's typing.
    if (typed.length() > 64) {
      return Optional.empty();
    }
    var bytes = new byte[BYTES];
    int characters = 0;
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (c == '-' || c == '\u2013' || c == '.' || Character.isWhitespace(c)) {
        continue;
      }
      int value = ALPHABET.indexOf(forgive(c));
      if (value < 0 || characters == CHARACTERS) {
        return Optional.empty();
      }
      put(bytes, characters++, value);
    }
    return characters == CHARACTERS ? Optional.of(new RecipientCode(bytes)) : Optional.empty();
  }

  private static char forgive(char c) {
    char upper = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    return switch (upper) {
      case 'O' -> '0';
      case 'I', 'L' -> '1';
      // Characters are not a closed type.
      default -> upper;
    };
  }

  private static void put(byte[] bytes, int character, int value) {
    for (int bit = 0; bit < 5; bit++) {
      int at = character * 5 + bit;
      if ((value >> (4 - bit) & 1) == 1) {
        bytes[at / 8] |= (byte) (0x80 >> at % 8);
      }
    }
  }

  /** What is handed over: four groups of four. */
  public String text() {
    var out = new StringBuilder();
    for (int character = 0; character < CHARACTERS; character++) {
      int value = 0;
      for (int bit = 0; bit < 5; bit++) {
        int at = character * 5 + bit;
        value = value << 1 | (bytes[at / 8] >> (7 - at % 8) & 1);
      }
      out.append(character > 0 && character % 4 == 0 ? "-" : "").append(ALPHABET.charAt(value));
    }
    return out.toString();
  }

  /** What the server keeps of it, under 16 random bytes of salt. */
  public CodeHash hash(byte[] salt) {
    return CodeHash.of(salt, bytes);
  }

  /** Whether this is the code of that hash, in constant time. */
  public boolean matches(CodeHash stored) {
    return stored.equals(hash(stored.salt()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecipientCode that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "recipient code withheld";
  }
}
