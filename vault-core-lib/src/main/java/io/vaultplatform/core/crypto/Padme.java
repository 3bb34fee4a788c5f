package io.vaultplatform.core.crypto;

/**
 * How long a plaintext is made before encryption, so that its exact size does not leak (Padmé:
 * Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
 * 2019, section 4).
 *
 * <p>At most 12 % longer, less for large files; a file of {@code L} bytes hides among all of the
 * same padded length, which leaks O(log log L) bits.
 */
public final class Padme {
  private Padme() {}

  /**
   * @param length true length, in bytes, 0 to 2^56
   * @return padded length, at least {@code length}
   */
  public static long padded(long length) {
    if (length < 0 || length > 1L << 56) {
      throw new IllegalArgumentException("a length of 0 to 2^56 bytes");
    }
    if (length < 2) {
      return length;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(length);
    int kept = 32 - Integer.numberOfLeadingZeros(exponent);
    long mask = (1L << Math.max(0, exponent - kept)) - 1;
    return (length + mask) & ~mask;
  }
}
