package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key; text {@code ed25519:} and base64url of its 32 bytes.
 *
 * <p>The algorithm stands in the text, so that a key of another one can never be taken for this.
 */
public record VerificationKey(String text) {
  private static final String PREFIX = "ed25519:";

  /**
   * @throws IllegalArgumentException when {@code text} is no Ed25519 key, or one that verifies
   *     anything
   */
  public VerificationKey {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a signing key (ed25519:…)");
    }
    var bytes = Base64Url.decode(text.substring(PREFIX.length()));
    if (bytes.length != 32 || !isSafe(bytes)) {
      throw new IllegalArgumentException("not a signing key (ed25519:…)");
    }
  }

  static VerificationKey of(byte[] publicKey) {
    return new VerificationKey(PREFIX + Base64Url.encode(publicKey));
  }

  /** Lower-case hex of SHA-256 over {@link #text}. */
  public String fingerprint() {
    return Digest.sha256Hex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether {@code signature} over {@code message} was made with this key's private half. */
  boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != 64) {
      return false;
    }
    var verifier = new Ed25519Signer();
    verifier.init(false, parameters());
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  private Ed25519PublicKeyParameters parameters() {
    return new Ed25519PublicKeyParameters(Base64Url.decode(text.substring(PREFIX.length())), 0);
  }

  // A point of low order would "verify" forged signatures.
  private static boolean isSafe(byte[] key) {
    return Ed25519.validatePublicKeyFull(key, 0);
  }

  @Override
  public String toString() {
    return text;
  }
}
