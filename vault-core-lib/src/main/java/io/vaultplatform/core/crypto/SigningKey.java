package io.vaultplatform.core.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 private key (RFC 8032): a seed of 32 bytes. Close it to destroy it. */
public final class SigningKey implements AutoCloseable {
  private final SecretBytes seed;
  private final VerificationKey verificationKey;

  private SigningKey(SecretBytes owned) {
    if (owned.length() != 32) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
    }
    seed = owned;
    verificationKey =
        owned.expose(
            bytes ->
                VerificationKey.of(
                    new Ed25519PrivateKeyParameters(bytes, 0).generatePublicKey().getEncoded()));
  }

  /** A new random key. */
  public static SigningKey generate() {
    return new SigningKey(Randomness.secret(32));
  }

  /**
   * The key of a seed.
   *
   * @param seed 32 bytes; copied
   */
  public static SigningKey ofSeed(SecretBytes seed) {
    return new SigningKey(seed.expose(SecretBytes::of));
  }

  /** The public half. */
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  /** A copy of the seed. The caller closes it. */
  public SecretBytes seed() {
    return seed.expose(SecretBytes::of);
  }

  // Package-private: bytes are signed under a domain, or not at all; see Signed.
  byte[] sign(byte[] message) {
    return seed.expose(
        bytes -> {
          var signer = new Ed25519Signer();
          signer.init(true, new Ed25519PrivateKeyParameters(bytes, 0));
          signer.update(message, 0, message.length);
          return signer.generateSignature();
        });
  }

  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "SigningKey[" + verificationKey + "]";
  }
}
