package io.vaultplatform.core.crypto;

import java.util.Base64;

/**
 * Binary in JSON: base64url without padding (RFC 4648 section 5), and only its canonical form.
 *
 * <p>Java's decoder accepts padding and stray bits in the last character; two texts for the same
 * bytes would let a signed document change without its meaning changing, so both are refused.
 */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /**
   * The bytes of a text.
   *
   * @throws IllegalArgumentException when {@code text} is not canonical base64url without padding
   */
  public static byte[] decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // The decoder's own message quotes the input, which may be a secret.
      throw new IllegalArgumentException("not base64url");
    }
    if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("not canonical base64url without padding");
    }
    return bytes;
  }
}
