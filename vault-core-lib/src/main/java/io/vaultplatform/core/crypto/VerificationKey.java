package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A public key that statements are checked with: Ed25519 alone, or Ed25519 and ML-DSA-44 together.
 *
 * <p>Text: {@code ed25519:} and base64url of 32 bytes; of both, {@code +ml-dsa-44:} and base64url
 * of 1312 bytes follow. The algorithm stands in the text, so that a key of one can never be taken
 * for one of another, and a pair is one key: what it signed counts only where both signatures fit.
 */
public final class VerificationKey {
  private final String text;
  // Read and checked once: that a point is of full order takes as long as checking a signature.
  private final List<SignatureAlgorithm.PublicKey> parts;

  /**
   * @throws IllegalArgumentException when {@code text} is no such key, or one that verifies
   *     anything
   */
  public VerificationKey(String text) {
    this.text = text;
    this.parts = partsOf(text);
  }

  /** The key of the texts of its parts, one of each algorithm, in their order. */
  static VerificationKey of(List<String> parts) {
    return new VerificationKey(String.join("+", parts));
  }

  /** {@code HYBRID} where a post-quantum signature is demanded too. */
  public Suite suite() {
    return parts().size() == 1 ? Suite.CLASSIC : Suite.HYBRID;
  }

  /** Lower-case hex of SHA-256 over {@link #text}. */
  public String fingerprint() {
    return Digest.sha256Hex(text.getBytes(StandardCharsets.US_ASCII));
  }

  public String text() {
    return text;
  }

  List<SignatureAlgorithm.PublicKey> parts() {
    return parts;
  }

  private static List<SignatureAlgorithm.PublicKey> partsOf(String text) {
    var algorithms = SignatureAlgorithm.values();
    var texts = text.split("\\+", -1);
    if (texts.length > algorithms.length) {
      throw new IllegalArgumentException("not a signing key (ed25519:…)");
    }
    var parts = new ArrayList<SignatureAlgorithm.PublicKey>();
    for (int i = 0; i < texts.length; i++) {
      parts.add(SignatureAlgorithm.PublicKey.parse(algorithms[i], texts[i]));
    }
    return parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
