package io.vaultplatform.core.content;

/**
 * How long an age payload is, from how long its plaintext is.
 *
 * <p>A payload is a 16-byte nonce and the plaintext in chunks of 64 KiB, each with a 16-byte tag;
 * an empty plaintext still has one chunk (C2SP age, "Payload"). So a manifest whose two sizes do
 * not agree describes a file that was cut, without a key and before a byte of it is stored.
 */
public final class AgePayload {
  private static final long NONCE = 16;
  private static final long TAG = 16;
  private static final long CHUNK = 64 * 1024;

  private AgePayload() {}

  /** The payload's length in bytes, of a plaintext of {@code plain} bytes. */
  public static long lengthOf(long plain) {
    if (plain < 0) {
      throw new IllegalArgumentException("a length is not negative");
    }
    long chunks = Math.max(1, Math.ceilDiv(plain, CHUNK));
    return NONCE + plain + chunks * TAG;
  }
}
