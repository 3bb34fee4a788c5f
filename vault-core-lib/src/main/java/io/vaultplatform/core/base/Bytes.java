package io.vaultplatform.core.base;

import java.util.Arrays;

/**
 * Bytes that are no secret, as a value: copied in, copied out, equal by content. Records hold these
 * instead of arrays, which anybody could change and which are equal to themselves alone.
 *
 * <p>Secrets are {@code crypto.SecretBytes}: those can be destroyed, these cannot.
 */
public final class Bytes {
  private final byte[] bytes;

  private Bytes(byte[] owned) {
    bytes = owned;
  }

  /** A copy of {@code bytes}. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** A copy, which is the caller's. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** How many they are. */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  // Ciphertext is long, and an address is nobody's business.
  @Override
  public String toString() {
    return "Bytes[" + bytes.length + "]";
  }
}
