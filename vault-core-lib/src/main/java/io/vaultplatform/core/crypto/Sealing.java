package io.vaultplatform.core.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM for small things that stay with us, always bound to what they mean.
 *
 * <p>Sealed bytes are {@code 0x01 ‖ nonce (12) ‖ ciphertext ‖ tag (16)}. A random nonce of 96 bits
 * is enough for 2^32 seals under one key (NIST SP 800-38D section 8.3); a data key per vault stays
 * far below that.
 */
public final class Sealing {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  private Sealing() {}

  /** A new random key. */
  public static SecretBytes newKey() {
    return Randomness.secret(32);
  }

  /**
   * Seals {@code plain} so that it opens only under the same key and the same meaning.
   *
   * @param key 32 bytes
   */
  public static byte[] seal(SecretBytes key, SecretBytes plain, Meaning meaning) {
    var nonce = Randomness.bytes(NONCE);
    return plain.expose(
        bytes -> {
          var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, meaning, bytes, 0).orElseThrow();
          return ByteBuffer.allocate(1 + NONCE + sealed.length)
              .put(VERSION)
              .put(nonce)
              .put(sealed)
              .array();
        });
  }

  /**
   * Opens what {@link #seal} made; empty when key, meaning or bytes are not the ones sealed. One
   * answer for all, so that a caller cannot tell an attacker which.
   */
  public static Optional<SecretBytes> open(SecretBytes key, byte[] sealed, Meaning meaning) {
    if (sealed.length < 1 + NONCE + TAG || sealed[0] != VERSION) {
      return Optional.empty();
    }
    var nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
    return cipher(Cipher.DECRYPT_MODE, key, nonce, meaning, sealed, 1 + NONCE)
        .map(SecretBytes::taking);
  }

  private static Optional<byte[]> cipher(
      int mode, SecretBytes key, byte[] nonce, Meaning meaning, byte[] input, int offset) {
    if (key.length() != 32) {
      throw new IllegalArgumentException("AES-256 takes a key of 32 bytes");
    }
    return key.expose(
        bytes -> {
          try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG * 8, nonce));
            cipher.updateAAD(meaning.encoded());
            return Optional.of(cipher.doFinal(input, offset, input.length - offset));
          } catch (AEADBadTagException e) {
            return Optional.empty();
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of the JDK", e);
          }
        });
  }

  /**
   * What a sealed thing means, as associated data: a purpose and typed parts, each with its length,
   * so that no two meanings share one encoding.
   */
  public static final class Meaning {
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    private Meaning(String purpose) {
      if (purpose.isBlank()) {
        throw new IllegalArgumentException("sealed things have a purpose");
      }
      part('p', purpose.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The beginning of a meaning.
     *
     * @param purpose a constant of the caller, such as {@code vault/column/v1}
     */
    public static Meaning of(String purpose) {
      return new Meaning(purpose);
    }

    /** This meaning and one more text. */
    public Meaning and(String text) {
      return part('t', text.getBytes(StandardCharsets.UTF_8));
    }

    /** This meaning and one more id. */
    public Meaning and(UUID id) {
      return part(
          'u',
          ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
    }

    /** This meaning and one more number. */
    public Meaning and(long number) {
      return part('n', ByteBuffer.allocate(8).putLong(number).array());
    }

    private Meaning part(char type, byte[] bytes) {
      parts.write(type);
      parts.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      parts.writeBytes(bytes);
      return this;
    }

    byte[] encoded() {
      return parts.toByteArray();
    }
  }
}
