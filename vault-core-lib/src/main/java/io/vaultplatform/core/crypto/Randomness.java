package io.vaultplatform.core.crypto;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** The one source of random bytes. */
public final class Randomness {
  private static final SecureRandom SOURCE = new SecureRandom();

  private Randomness() {}

  /** {@code count} random bytes for public use: nonces, salts, ids. */
  public static byte[] bytes(int count) {
    var bytes = new byte[count];
    SOURCE.nextBytes(bytes);
    return bytes;
  }

  /** {@code count} random bytes that are a secret from birth. */
  public static SecretBytes secret(int count) {
    return SecretBytes.taking(bytes(count));
  }

  /**
   * A new id whose order follows time (RFC 9562, version 7): 48 bits of milliseconds, 74 random
   * bits.
   *
   * @param now the time it carries; whoever sees the id can read it
   */
  public static UUID uuidV7(Instant now) {
    long millis = now.toEpochMilli();
    long high = (millis << 16) | 0x7000L | (SOURCE.nextLong() & 0x0fffL);
    long low = (SOURCE.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** For primitives of this package that insist on their own generator argument. */
  static SecureRandom source() {
    return SOURCE;
  }
}
