package io.vaultplatform.core.escrow;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Hkdf;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity to which a path's packet is encrypted: it exists only while the secrets of all its
 * groups are together, under the policy they were made for.
 */
final class PathIdentity {
  private static final String INFO = "vault/escrow-path/v1";

  private PathIdentity() {}

  /**
   * seed = HKDF-SHA256(g1 ‖ … ‖ gk, salt = SHA-256(policy), info).
   *
   * @param groups the platform's secret first, where the path has it; then the groups' in order
   * @param policyHash SHA-256 (hex) of the policy's canonical bytes; the salt, so that the same
   *     secrets under another policy give another identity
   */
  static AgeIdentity of(Suite suite, List<SecretBytes> groups, String policyHash) {
    try (var all = joined(groups);
        var seed = Hkdf.derive(all, HexFormat.of().parseHex(policyHash), INFO, 32)) {
      return AgeIdentity.ofSeed(suite, seed);
    }
  }

  private static SecretBytes joined(List<SecretBytes> groups) {
    var all = SecretBytes.taking(new byte[0]);
    for (var group : groups) {
      try (var before = all) {
        all = joined(before, group);
      }
    }
    return all;
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
