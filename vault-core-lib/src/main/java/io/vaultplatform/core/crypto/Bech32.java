package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text form of age keys: Bech32 (BIP 173) without its limit of 90 characters, which a hybrid
 * recipient of 1216 bytes exceeds.
 *
 * <p>The code detects any three wrong characters in up to 89; in a longer text it is a check
 * against slips, no more, and a key is compared by its fingerprint. Strict: one case, no unused
 * bits, and no message quotes the input, which may be a private key.
 */
final class Bech32 {
  private static final byte[] ALPHABET = ascii("qpzry9x8gf2tvdw0s3jn54khce6mua7l");
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int CHECKSUM = 6;
  // The longest text that means a key: a bound for whoever sends one.
  private static final int LONGEST = 4096;

  private Bech32() {}

  /**
   * The text of {@code bytes}, as ASCII; the caller wipes it when it is secret.
   *
   * @param prefix lower case; {@link #upper} makes the other form
   */
  static byte[] encode(String prefix, byte[] bytes) {
    var words = toWords(bytes);
    var text = written(prefix, words);
    Arrays.fill(words, (byte) 0);
    return text;
  }

  static byte[] written(String prefix, byte[] words) {
    var text = new byte[prefix.length() + 1 + words.length + CHECKSUM];
    int at = 0;
    for (var b : ascii(prefix)) {
      text[at++] = b;
    }
    text[at++] = '1';
    int check = polymod(prefixChecksum(prefix), words, words.length);
    for (var word : words) {
      text[at++] = ALPHABET[word];
    }
    check = polymod(check, new byte[CHECKSUM], CHECKSUM) ^ 1;
    for (int i = 0; i < CHECKSUM; i++) {
      text[at++] = ALPHABET[(check >>> (5 * (CHECKSUM - 1 - i))) & 31];
    }
    return text;
  }

  /** The same text in upper case, in place. */
  static byte[] upper(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] >= 'a' && text[i] <= 'z') {
        text[i] = (byte) (text[i] - 32);
      }
    }
    return text;
  }

  /**
   * The bytes behind {@code text}.
   *
   * @param prefix the one prefix accepted, in lower case
   * @param upper whether the text must be in upper case; in lower otherwise
   * @throws IllegalArgumentException when it is anything else
   */
  static byte[] decode(CharSequence text, String prefix, boolean upper) {
    int data = prefix.length() + 1;
    int count = text.length() - data;
    if (count < CHECKSUM || text.length() > LONGEST) {
      throw new IllegalArgumentException("not a key in Bech32: its length");
    }
    for (int i = 0; i < data; i++) {
      if (lower(text.charAt(i), upper) != (i < prefix.length() ? prefix.charAt(i) : '1')) {
        throw new IllegalArgumentException("not a key in Bech32: its beginning");
      }
    }
    var words = new byte[count];
    for (int i = 0; i < count; i++) {
      words[i] = wordOf(lower(text.charAt(data + i), upper));
    }
    if (polymod(prefixChecksum(prefix), words, count) != 1) {
      throw new IllegalArgumentException("not a key in Bech32: its checksum");
    }
    var bytes = toBytes(words, count - CHECKSUM);
    Arrays.fill(words, (byte) 0);
    return bytes;
  }

  // A letter of the other case becomes a character that no text has.
  private static char lower(char c, boolean upper) {
    boolean isUpper = c >= 'A' && c <= 'Z';
    boolean isLower = c >= 'a' && c <= 'z';
    if (upper ? isLower : isUpper) {
      return 0;
    }
    return isUpper ? (char) (c + 32) : c;
  }

  private static byte wordOf(char c) {
    for (byte word = 0; word < ALPHABET.length; word++) {
      if (ALPHABET[word] == c) {
        return word;
      }
    }
    throw new IllegalArgumentException("not a key in Bech32: a character");
  }

  static byte[] toWords(byte[] bytes) {
    var words = new byte[(bytes.length * 8 + 4) / 5];
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int value = (bytes[bit / 8] >>> (7 - bit % 8)) & 1;
      words[bit / 5] |= (byte) (value << (4 - bit % 5));
    }
    return words;
  }

  private static byte[] toBytes(byte[] words, int count) {
    var bytes = new byte[count * 5 / 8];
    int unused = count * 5 - bytes.length * 8;
    // Five or more would be a whole character that means nothing; ones among them a second text.
    if (unused >= 5 || (unused > 0 && (words[count - 1] & ((1 << unused) - 1)) != 0)) {
      throw new IllegalArgumentException("not a key in Bech32: bits left over");
    }
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int value = (words[bit / 5] >>> (4 - bit % 5)) & 1;
      bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
    }
    return bytes;
  }

  private static int prefixChecksum(String prefix) {
    var characters = ascii(prefix);
    var expanded = new byte[2 * characters.length + 1];
    for (int i = 0; i < characters.length; i++) {
      expanded[i] = (byte) (characters[i] >>> 5);
      expanded[characters.length + 1 + i] = (byte) (characters[i] & 31);
    }
    return polymod(1, expanded, expanded.length);
  }

  private static int polymod(int start, byte[] words, int count) {
    int check = start;
    for (int i = 0; i < count; i++) {
      int top = check >>> 25;
      check = ((check & 0x1ffffff) << 5) ^ words[i];
      for (int bit = 0; bit < GENERATOR.length; bit++) {
        if (((top >>> bit) & 1) == 1) {
          check ^= GENERATOR[bit];
        }
      }
    }
    return check;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
