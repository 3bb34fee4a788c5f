package io.vaultplatform.core.crypto;

/**
 * What a hostile age file may cost before it is refused.
 *
 * @param stanzas recipients in a header, at most
 * @param headerBytes length of the header up to and with its last newline, at most
 * @param scryptLogN logarithm of the scrypt work factor, at most: 20 means 1 GiB and seconds
 */
public record AgeLimits(int stanzas, int headerBytes, int scryptLogN) {
  /** 20 stanzas, 64 KiB, scrypt N at most 2^20. */
  public static final AgeLimits DEFAULT = new AgeLimits(20, 64 * 1024, 20);

  public AgeLimits {
    if (stanzas < 1 || headerBytes < 128 || scryptLogN < 1 || scryptLogN > 22) {
      throw new IllegalArgumentException(
          "limits that no age file can keep, or that protect nobody");
    }
  }
}
