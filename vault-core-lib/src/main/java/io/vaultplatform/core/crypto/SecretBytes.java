package io.vaultplatform.core.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Bytes that nobody may print, compare in variable time, or forget to destroy.
 *
 * <p>The one door is {@link #expose}: a search for it lists every place where secret bytes are
 * seen. Bytes are copied in; the caller's array stays the caller's to wipe (or use {@link
 * #taking}).
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] owned) {
    bytes = owned;
  }

  /** A secret holding a copy of {@code bytes}. */
  public static SecretBytes of(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** A secret holding what {@code bytes} held; the array itself is zeroed. */
  public static SecretBytes taking(byte[] bytes) {
    var secret = of(bytes);
    Arrays.fill(bytes, (byte) 0);
    return secret;
  }

  /**
   * Shows the bytes to {@code use} for as long as it runs. The array is this object's own: whoever
   * keeps or changes it breaks the promise of this class.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <R> R expose(Function<byte[], R> use) {
    requireOpen();
    return use.apply(bytes);
  }

  /** As {@link #expose}, for a use that returns nothing. */
  public void show(Consumer<byte[]> use) {
    requireOpen();
    use.accept(bytes);
  }

  /** The number of bytes; not a secret. */
  public int length() {
    return bytes.length;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this secret was destroyed");
    }
  }

  // Constant time for secrets of equal length; lengths are public.
  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  // A hash would be a function of the secret that ends up in heap dumps and iteration orders.
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "SecretBytes[" + bytes.length + "]";
  }
}
