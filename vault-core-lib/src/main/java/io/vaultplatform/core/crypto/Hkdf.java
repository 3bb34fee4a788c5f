package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF-SHA256 (RFC 5869): one strong secret into several that say nothing about each other.
 *
 * <p>Written out because the JDK's own arrives with Java 24 and the library's bytecode is for 21.
 */
public final class Hkdf {
  private static final int HASH = 32;

  private Hkdf() {}

  /**
   * Derives one secret for one purpose.
   *
   * @param secret input keying material; already strong (use {@link Derivation} for passphrases)
   * @param salt may be empty
   * @param info what the result is for; never empty, so that two purposes cannot share a key
   * @param length bytes wanted, 1..255*32
   */
  public static SecretBytes derive(SecretBytes secret, byte[] salt, String info, int length) {
    if (info.isEmpty()) {
      throw new IllegalArgumentException("a derived key names its purpose");
    }
    return SecretBytes.taking(
        secret.expose(ikm -> derive(ikm, salt, info.getBytes(StandardCharsets.UTF_8), length)));
  }

  static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > 255 * HASH) {
      throw new IllegalArgumentException("HKDF-SHA256 gives 1 to 8160 bytes");
    }
    // RFC 5869 section 2.2: an absent salt is a block of zeros (Java refuses an empty HMAC key).
    var prk = hmac(salt.length == 0 ? new byte[HASH] : salt, ikm);
    var out = new byte[length];
    var block = new byte[0];
    for (int done = 0, n = 1; done < length; done += HASH, n++) {
      block = hmac(prk, block, info, new byte[] {(byte) n});
      System.arraycopy(block, 0, out, done, Math.min(HASH, length - done));
    }
    Arrays.fill(prk, (byte) 0);
    Arrays.fill(block, (byte) 0);
    return out;
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    var mac = mac(key);
    for (var part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /** Of the first {@code length} bytes. */
  static byte[] hmac(byte[] key, byte[] bytes, int length) {
    var mac = mac(key);
    mac.update(bytes, 0, length);
    return mac.doFinal();
  }

  private static Mac mac(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
