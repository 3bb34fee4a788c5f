package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * Shamir's secret sharing over GF(2^8), byte by byte: any {@code threshold} shares give the secret,
 * fewer say nothing about it.
 *
 * <p>The bare primitive. It <b>returns a wrong secret silently</b> when shares are too few, mixed
 * or changed, so nothing outside a checking envelope may call {@link #combine}: the escrow's share
 * set compares every share with a signed commitment first, and the secret after.
 */
public final class Shamir {
  /**
   * More holders than any plan needs; below the 32 that the splitter's share table takes for a
   * 32-byte secret.
   */
  public static final int MOST_SHARES = 16;

  private static final int SECRET = 32;

  private Shamir() {}

  /**
   * Splits a 32-byte secret.
   *
   * @param threshold shares needed, 1 or more
   * @param count shares made, at most {@link #MOST_SHARES}
   * @return the shares of indexes 1..count, in order, each as long as the secret
   */
  public static List<SecretBytes> split(SecretBytes secret, int threshold, int count) {
    if (secret.length() != SECRET || threshold < 1 || count < threshold || count > MOST_SHARES) {
      throw new IllegalArgumentException(
          "a 32-byte secret is split with 1 <= threshold <= count <= " + MOST_SHARES);
    }
    var splitter =
        ShamirSecretSplitter.getInstance(
            ShamirSecretSplitter.Algorithm.AES, SECRET, Randomness.source());
    // Not split(): it invents the secret; nor splitAround(): that makes the secret itself share 1.
    var made = secret.expose(s -> splitter.resplit(s, threshold, count)).getSecretShares();
    var shares = new ArrayList<SecretBytes>(count);
    for (var share : Arrays.copyOf(made, count)) {
      shares.add(SecretBytes.taking(encoded(share)));
    }
    return List.copyOf(shares);
  }

  /**
   * The secret that these shares would give, right or wrong.
   *
   * @param shares by index 1..{@link #MOST_SHARES}; exactly as many as the threshold
   */
  public static SecretBytes combine(SortedMap<Integer, SecretBytes> shares) {
    if (shares.isEmpty() || shares.firstKey() < 1 || shares.lastKey() > MOST_SHARES) {
      throw new IllegalArgumentException("shares have indexes 1.." + MOST_SHARES);
    }
    var points =
        shares.entrySet().stream()
            .map(s -> new ShamirSplitSecretShare(s.getValue().expose(byte[]::clone), s.getKey()))
            .toArray(ShamirSplitSecretShare[]::new);
    try {
      return SecretBytes.taking(
          ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, points).getSecret());
    } catch (IOException e) {
      throw new IllegalStateException("shares in memory cannot fail to be read", e);
    }
  }

  private static byte[] encoded(ShamirSplitSecretShare share) {
    try {
      return share.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a share in memory cannot fail to be read", e);
    }
  }
}
