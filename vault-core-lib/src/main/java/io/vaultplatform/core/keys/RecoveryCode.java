package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@code recovery-code/v1}: what is printed on a recovery kit, 128 random bits and 12 bits that
 * find typing mistakes, as seven groups of four ({@code 7ZK4-M0QD-…}).
 *
 * <p>Crockford's base32, as recipients' codes: no U, and reading forgives small letters, other
 * separators, O for 0, I and L for 1. A mistake is named by group where it can be, without ever
 * quoting what was typed. Whoever has the code has the owner's keys.
 */
public final class RecoveryCode implements AutoCloseable {
  /** Bytes of the secret. */
  public static final int BYTES = 16;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CHARACTERS = 28;
  private static final int GROUP = 4;
  private static final byte[] DOMAIN = "vault/recovery-code/v1".getBytes(StandardCharsets.US_ASCII);

  private final SecretBytes secret;

  private RecoveryCode(SecretBytes owned) {
    secret = owned;
  }

  /** A new code. */
  public static RecoveryCode fresh() {
    return new RecoveryCode(Randomness.secret(BYTES));
  }

  /** The code of 16 bytes, which are copied. */
  static RecoveryCode of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a recovery code has 16 bytes");
    }
    return new RecoveryCode(SecretBytes.of(bytes));
  }

  /** Reads what somebody typed. */
  public static Outcome<RecoveryCode> parse(CharSequence typed) {
    if (typed.length() > 4 * CHARACTERS) {
      return refused("It has more than 28 characters.");
    }
    var bits = new byte[CHARACTERS * 5 / 8 + 1];
    int count = 0;
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (isSeparator(c)) {
        continue;
      }
      int value = ALPHABET.indexOf(forgiven(c));
      if (value < 0) {
        return refused("A character in group " + (count / GROUP + 1) + " is none that a code has.");
      }
      if (count == CHARACTERS) {
        return refused("It has more than 28 characters.");
      }
      put(bits, count++, value);
    }
    if (count < CHARACTERS) {
      return refused("It has " + count + " of 28 characters.");
    }
    var secret = Arrays.copyOf(bits, BYTES);
    int check = (bits[BYTES] & 0xff) << 4 | (bits[BYTES + 1] & 0xff) >> 4;
    Arrays.fill(bits, (byte) 0);
    if (check != check(secret)) {
      return refused("It was mistyped somewhere: its last characters do not fit the others.");
    }
    return Outcome.done(new RecoveryCode(SecretBytes.taking(secret)));
  }

  private static Outcome<RecoveryCode> refused(String why) {
    return Outcome.refused(Refusal.Reason.INVALID, "code", "That is no recovery code. " + why);
  }

  private static boolean isSeparator(char c) {
    return c == '-' || c == '\u2013' || c == '.' || Character.isWhitespace(c);
  }

  private static char forgiven(char c) {
    char upper = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    return switch (upper) {
      case 'O' -> '0';
      case 'I', 'L' -> '1';
      // Characters are not a closed type.
      default -> upper;
    };
  }

  private static void put(byte[] bits, int character, int value) {
    for (int bit = 0; bit < 5; bit++) {
      int at = character * 5 + bit;
      if ((value >> (4 - bit) & 1) == 1) {
        bits[at / 8] |= (byte) (0x80 >> at % 8);
      }
    }
  }

  // Twelve bits: of 4096 mistypings one is not noticed here, and then opens nothing.
  private static int check(byte[] secret) {
    var hashed = Arrays.copyOf(DOMAIN, DOMAIN.length + secret.length);
    System.arraycopy(secret, 0, hashed, DOMAIN.length, secret.length);
    var hash = Digest.sha256(hashed);
    Arrays.fill(hashed, (byte) 0);
    return (hash[0] & 0xff) << 4 | (hash[1] & 0xff) >> 4;
  }

  /** What is printed: seven groups of four. */
  public String text() {
    return secret.expose(RecoveryCode::write);
  }

  private static String write(byte[] secret) {
    var bits = Arrays.copyOf(secret, BYTES + 2);
    int check = check(secret);
    bits[BYTES] = (byte) (check >> 4);
    bits[BYTES + 1] = (byte) (check << 4);
    var out = new StringBuilder();
    for (int character = 0; character < CHARACTERS; character++) {
      int value = 0;
      for (int bit = 0; bit < 5; bit++) {
        int at = character * 5 + bit;
        value = value << 1 | (bits[at / 8] >> (7 - at % 8) & 1);
      }
      out.append(character > 0 && character % GROUP == 0 ? "-" : "").append(ALPHABET.charAt(value));
    }
    return out.toString();
  }

  /** The keys of the kit's slot. The caller closes them. */
  public SlotKeys keys() {
    return SlotKeys.of(SlotKind.KIT, secret);
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "recovery code withheld";
  }
}
