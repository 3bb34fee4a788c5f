package io.vaultplatform.core.crypto;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The signature algorithms, in the order in which keys name them; every call of theirs into Bouncy
 * Castle, which signs twenty times faster than the JDK.
 *
 * <p>Both are made from seeds of 32 bytes and both sign without randomness (RFC 8032; FIPS 204, the
 * deterministic variant), so that a bad random source at signing time gives no key away.
 */
enum SignatureAlgorithm {
  /** RFC 8032. */
  ED25519("Ed25519", "ed25519:", 32, 64) {
    @Override
    byte[] publicKeyOf(byte[] seed) {
      return new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
    }

    @Override
    byte[] sign(byte[] seed, PublicKey own, byte[] message) {
      // With the public key at hand half of the work is spared: the signature hashes it too.
      var signature = new byte[64];
      Ed25519.sign(seed, 0, own.bytes, 0, message, 0, message.length, signature, 0);
      return signature;
    }

    @Override
    boolean verifies(byte[] key, byte[] message, byte[] signature) {
      return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    // A point of low order would "verify" forged signatures.
    @Override
    boolean isSafe(byte[] key) {
      return Ed25519.validatePublicKeyFull(key, 0);
    }
  },

  /** FIPS 204 with an empty context: what is signed already begins with its domain. */
  ML_DSA_44("ML-DSA-44", "ml-dsa-44:", 1312, 2420) {
    @Override
    byte[] publicKeyOf(byte[] seed) {
      return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed).getPublicKey();
    }

    @Override
    byte[] sign(byte[] seed, PublicKey own, byte[] message) {
      var signer = new MLDSASigner();
      signer.init(true, new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed));
      signer.update(message, 0, message.length);
      try {
        return signer.generateSignature();
      } catch (CryptoException e) {
        throw new IllegalStateException("signing has no input that could be wrong", e);
      }
    }

    @Override
    boolean verifies(byte[] key, byte[] message, byte[] signature) {
      var verifier = new MLDSASigner();
      verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, key));
      verifier.update(message, 0, message.length);
      return verifier.verifySignature(signature);
    }

    // Every string of the right length is a public key of this scheme.
    @Override
    boolean isSafe(byte[] key) {
      return true;
    }
  };

  /** Bytes of a private key, which is a seed. */
  static final int SEED = 32;

  private final String name;
  private final String prefix;
  private final int keyBytes;
  private final int signatureBytes;

  SignatureAlgorithm(String name, String prefix, int keyBytes, int signatureBytes) {
    this.name = name;
    this.prefix = prefix;
    this.keyBytes = keyBytes;
    this.signatureBytes = signatureBytes;
  }

  /** How signed documents spell it. */
  String text() {
    return name;
  }

  abstract byte[] publicKeyOf(byte[] seed);

  /**
   * @param own the public key of {@code seed}; another one would give the private key away, so it
   *     comes from {@link SigningKey} alone
   */
  abstract byte[] sign(byte[] seed, PublicKey own, byte[] message);

  /** Key and signature have their lengths. */
  abstract boolean verifies(byte[] key, byte[] message, byte[] signature);

  abstract boolean isSafe(byte[] key);

  /** A public key of one algorithm; text: the algorithm's prefix and base64url of the key. */
  static final class PublicKey {
    private final SignatureAlgorithm algorithm;
    private final String text;
    private final byte[] bytes;

    private PublicKey(SignatureAlgorithm algorithm, String text, byte[] bytes) {
      this.algorithm = algorithm;
      this.text = text;
      this.bytes = bytes;
    }

    static String textOf(SignatureAlgorithm algorithm, byte[] key) {
      return algorithm.prefix + Base64Url.encode(key);
    }

    static PublicKey parse(SignatureAlgorithm algorithm, String text) {
      if (text.startsWith(algorithm.prefix)) {
        var bytes = Base64Url.decode(text.substring(algorithm.prefix.length()));
        if (bytes.length == algorithm.keyBytes && algorithm.isSafe(bytes)) {
          return new PublicKey(algorithm, text, bytes);
        }
      }
      throw new IllegalArgumentException("not a signing key (" + algorithm.prefix + "…)");
    }

    SignatureAlgorithm algorithm() {
      return algorithm;
    }

    String text() {
      return text;
    }

    boolean verifies(byte[] message, byte[] signature) {
      return signature.length == algorithm.signatureBytes
          && algorithm.verifies(bytes, message, signature);
    }
  }
}
