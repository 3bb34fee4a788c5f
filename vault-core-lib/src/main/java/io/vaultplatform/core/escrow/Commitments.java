package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a share set publishes about secrets it does not hold: a hash that only the true piece, in
 * its true place, fits.
 *
 * <p>No nonce is needed: every piece is 32 random bytes, so nobody finds one by guessing. Set,
 * group and index are hashed along, so that a piece of another set or holder never fits.
 */
final class Commitments {
  /** The index of a group's secret itself: Shamir's polynomial at 0. */
  static final int SECRET = 255;

  private static final byte[] DOMAIN =
      "vault/share-commitment/v1".getBytes(StandardCharsets.US_ASCII);

  private Commitments() {}

  /**
   * SHA-256 (hex) over u32 length ‖ domain ‖ 16-byte set ‖ u32 group ‖ u32 index ‖ u32 length ‖
   * piece.
   */
  static String of(UUID set, int group, int index, SecretBytes piece) {
    return piece.expose(
        bytes -> {
          var covered = ByteBuffer.allocate(4 + DOMAIN.length + 16 + 4 + 4 + 4 + bytes.length);
          covered.putInt(DOMAIN.length).put(DOMAIN);
          covered.putLong(set.getMostSignificantBits()).putLong(set.getLeastSignificantBits());
          covered.putInt(group).putInt(index).putInt(bytes.length).put(bytes);
          var hash = Digest.sha256Hex(covered.array());
          Arrays.fill(covered.array(), (byte) 0);
          return hash;
        });
  }
}
