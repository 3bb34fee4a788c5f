package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The hashes of the log: SHA-256 over parts that each stand behind their length, the first of which
 * names the format.
 *
 * <p>The lengths make sure that no two lists of parts give the same bytes, and the name that a hash
 * made for one purpose is never valid for another.
 */
final class ChainHash {
  /** The domain of an empty chain's hash. */
  static final String GENESIS = "vault/audit-genesis/v1";

  /** The domain of the salted hash of a personal payload. */
  static final String PERSONAL = "vault/audit-personal/v1";

  /** The domain of the hash of a personal payload's ciphertext. */
  static final String SEALED = "vault/audit-sealed/v1";

  private ChainHash() {}

  /** The hash of a canonical tree, in hex. */
  static String of(String domain, Map<String, Object> tree) {
    return of(domain, CanonicalJson.bytes(tree));
  }

  /** The hash of some parts, in hex. */
  static String of(String domain, byte[]... parts) {
    var digest = Digest.running();
    add(digest, domain.getBytes(StandardCharsets.UTF_8));
    for (var part : parts) {
      add(digest, part);
    }
    return digest.hex();
  }

  private static void add(Digest digest, byte[] part) {
    digest.add(ByteBuffer.allocate(4).putInt(part.length).array()).add(part);
  }
}
