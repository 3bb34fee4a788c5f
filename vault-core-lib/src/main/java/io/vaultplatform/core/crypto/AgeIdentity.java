package io.vaultplatform.core.crypto;

/**
 * A private key that opens age files. Sealed by suite, as {@link AgeRecipient} is; close it to
 * destroy it.
 */
public sealed interface AgeIdentity extends AutoCloseable permits X25519Identity, HybridIdentity {

  /** The public half. */
  AgeRecipient recipient();

  default Suite suite() {
    return recipient().suite();
  }

  /**
   * The text form {@code AGE-SECRET-KEY-1…} or {@code AGE-SECRET-KEY-PQ-1…}, as ASCII bytes: what
   * the {@code age} command reads. The caller closes it.
   */
  SecretBytes text();

  /** The 32 bytes that {@link #ofSeed} takes. The caller closes it. */
  SecretBytes seed();

  /** Destroys the key. */
  @Override
  void close();

  /** A new random identity. */
  static AgeIdentity generate(Suite suite) {
    try (var seed = Randomness.secret(32)) {
      return ofSeed(suite, seed);
    }
  }

  /**
   * The identity whose private key is {@code seed}.
   *
   * @param seed 32 bytes, used under one suite only; copied
   */
  static AgeIdentity ofSeed(Suite suite, SecretBytes seed) {
    var own = seed.expose(SecretBytes::of);
    return switch (suite) {
      case CLASSIC -> new X25519Identity(own);
      case HYBRID -> new HybridIdentity(own);
    };
  }

  /**
   * Reads the text form of either suite.
   *
   * @throws IllegalArgumentException when it is not an identity; the message never quotes the input
   */
  static AgeIdentity parse(CharSequence text) {
    var isHybrid =
        CharSequence.compare(text.subSequence(0, Math.min(18, text.length())), "AGE-SECRET-KEY-PQ-")
            == 0;
    return isHybrid ? HybridIdentity.parse(text) : X25519Identity.parse(text);
  }
}
