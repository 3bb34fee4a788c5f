package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Hkdf;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The identity to which a path's packet is encrypted: it exists only while the platform's secret
 * and the trustees' are together, under the policy they were made for.
 */
final class PathIdentity {
  private static final String INFO = "vault/escrow-path/v1";

  private PathIdentity() {}

  /**
   * seed = HKDF-SHA256(platform ‖ trustees, salt = SHA-256(policy), info).
   *
   * @param policyHash SHA-256 (hex) of the policy's canonical bytes; the salt, so that the same
   *     secrets under another policy give another identity
   */
  static AgeIdentity of(SecretBytes platform, SecretBytes trustees, String policyHash) {
    try (var both = joined(platform, trustees);
        var seed = Hkdf.derive(both, HexFormat.of().parseHex(policyHash), INFO, 32)) {
      return AgeIdentity.ofSeed(Suite.CLASSIC, seed);
    }
  }

  private static SecretBytes joined(SecretBytes first, SecretBytes second) {
    return first.expose(
        a ->
            second.expose(
                b -> {
                  var both = Arrays.copyOf(a, a.length + b.length);
                  System.arraycopy(b, 0, both, a.length, b.length);
                  return SecretBytes.taking(both);
                }));
  }
}
