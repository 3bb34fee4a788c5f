package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;

/**
 * Every call of suite {@code hybrid} into Bouncy Castle: HPKE (RFC 9180) in base mode with KEM
 * 0x647a (ML-KEM-768 and X25519), HKDF-SHA256 and ChaCha20-Poly1305, as age's {@code
 * mlkem768x25519} stanza asks for.
 *
 * <p>The 32-byte seed is the private key of this KEM. {@code deriveKeyPair} is never called: it
 * hashes its input once more, and no other age tool would open what that key opens.
 */
final class HybridHpke {
  static final int SEED = 32;
  static final int PUBLIC_KEY = 1216;
  static final int ENCAPSULATED = 1120;
  private static final int FILE_KEY = 16;
  private static final int TAG = 16;
  static final int SEALED = FILE_KEY + TAG;
  private static final byte[] INFO =
      "age-encryption.org/mlkem768x25519".getBytes(StandardCharsets.US_ASCII);
  // Where the X25519 part begins in a public key and in an encapsulation.
  private static final int POINT_OF_KEY = 1184;
  private static final int POINT_OF_SHARE = 1088;

  private HybridHpke() {}

  static byte[] publicKeyOf(byte[] seed) {
    return hpke().serializePublicKey(pair(seed).getPublic());
  }

  /** Whether both halves of a public key are what the specifications allow. */
  static boolean isSafe(byte[] publicKey) {
    if (publicKey.length != PUBLIC_KEY || !X25519Recipient.isSafe(point(publicKey, POINT_OF_KEY))) {
      return false;
    }
    try {
      hpke().deserializePublicKey(publicKey); // FIPS 203 section 7.2: the modulus check
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the X25519 half of an encapsulation is no point of low order. */
  static boolean isSafeShare(byte[] encapsulated) {
    return X25519Recipient.isSafe(point(encapsulated, POINT_OF_SHARE));
  }

  /** The stanza of a file key for a public key that {@link #isSafe}. */
  static AgeStanza seal(byte[] publicKey, byte[] fileKey) {
    var hpke = hpke();
    var context = hpke.setupBaseS(hpke.deserializePublicKey(publicKey), INFO);
    try {
      var share = Base64.getEncoder().withoutPadding().encodeToString(context.getEncapsulation());
      return new AgeStanza(
          Suite.HYBRID.stanza(), List.of(share), context.seal(new byte[0], fileKey));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("sealing has no input that could be wrong", e);
    }
  }

  /** A private key made ready to open. */
  static final class Receiver {
    private final HPKE hpke = hpke(); // one after the other may use it
    private final AsymmetricCipherKeyPair pair;

    Receiver(byte[] seed) {
      pair = pair(seed);
    }

    /**
     * Empty when it was sealed to another key, or changed.
     *
     * @throws AgeException when the X25519 half of the encapsulation is a point of low order
     */
    Optional<byte[]> open(byte[] encapsulated, byte[] body) throws AgeException {
      HPKEContext context;
      try {
        context = hpke.setupBaseR(encapsulated, pair, INFO);
      } catch (IllegalStateException e) {
        // The agreement refuses such a point; asking beforehand would do its work twice.
        throw HeaderReader.malformed("a hybrid stanza is malformed");
      }
      try {
        return Optional.of(context.open(new byte[0], body));
      } catch (InvalidCipherTextException e) {
        return Optional.empty();
      }
    }
  }

  private static AsymmetricCipherKeyPair pair(byte[] seed) {
    return hpke().deserializePrivateKey(seed, null);
  }

  // A new one each time: it keeps state while it works, and is cheap to make.
  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
  }

  private static byte[] point(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at, at + 32);
  }
}
