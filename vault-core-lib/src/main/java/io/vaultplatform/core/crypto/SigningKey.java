package io.vaultplatform.core.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A private key that signs: a seed of 32 bytes for Ed25519, or of 64 for Ed25519 and then
 * ML-DSA-44. Close it to destroy it.
 */
public final class SigningKey implements AutoCloseable {
  private final SecretBytes seed;
  private final VerificationKey verificationKey;

  private SigningKey(SecretBytes owned) {
    if (owned.length() != SignatureAlgorithm.SEED
        && owned.length() != 2 * SignatureAlgorithm.SEED) {
      throw new IllegalArgumentException("a signing seed has 32 bytes for each algorithm");
    }
    seed = owned;
    verificationKey = owned.expose(SigningKey::publicKeysOf);
  }

  /** A new random key: {@code CLASSIC} is Ed25519 alone, {@code HYBRID} ML-DSA-44 beside it. */
  public static SigningKey generate(Suite suite) {
    int algorithms =
        switch (suite) {
          case CLASSIC -> 1;
          case HYBRID -> 2;
        };
    return new SigningKey(Randomness.secret(algorithms * SignatureAlgorithm.SEED));
  }

  /**
   * The key of a seed.
   *
   * @param seed 32 or 64 bytes; copied
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
  List<byte[]> sign(byte[] message) {
    return seed.expose(
        bytes -> {
          var signatures = new ArrayList<byte[]>();
          for (var part : verificationKey.parts()) {
            var own = partOf(bytes, part.algorithm());
            signatures.add(part.algorithm().sign(own, part, message));
            Arrays.fill(own, (byte) 0);
          }
          return signatures;
        });
  }

  private static VerificationKey publicKeysOf(byte[] seeds) {
    var parts = new ArrayList<String>();
    for (var algorithm : algorithmsOf(seeds)) {
      var own = partOf(seeds, algorithm);
      parts.add(SignatureAlgorithm.PublicKey.textOf(algorithm, algorithm.publicKeyOf(own)));
      Arrays.fill(own, (byte) 0);
    }
    return VerificationKey.of(parts);
  }

  private static List<SignatureAlgorithm> algorithmsOf(byte[] seeds) {
    return List.of(SignatureAlgorithm.values()).subList(0, seeds.length / SignatureAlgorithm.SEED);
  }

  private static byte[] partOf(byte[] seeds, SignatureAlgorithm algorithm) {
    int at = algorithmsOf(seeds).indexOf(algorithm) * SignatureAlgorithm.SEED;
    return Arrays.copyOfRange(seeds, at, at + SignatureAlgorithm.SEED);
  }

  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "SigningKey[" + verificationKey.fingerprint() + "]";
  }
}
