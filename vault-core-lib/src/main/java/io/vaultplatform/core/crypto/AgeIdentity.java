package io.vaultplatform.core.crypto;

/**
 * A private key that opens age files. Sealed by suite, as {@link AgeRecipient} is; close it to
 * destroy it.
 */
public sealed interface AgeIdentity extends AutoCloseable permits X25519Identity {

  /** The public half. */
  AgeRecipient recipient();

  /**
   * The text form {@code AGE-SECRET-KEY-1…}, as ASCII bytes: what the {@code age} command reads.
   * The caller closes it.
   */
  SecretBytes text();

  /** The 32 bytes that {@link #ofSeed} takes. The caller closes it. */
  SecretBytes seed();

  /** Destroys the key. */
  @Override
  void close();

  /** A new random identity of suite {@code classic}. */
  static AgeIdentity generate() {
    try (var seed = Randomness.secret(X25519Identity.KEY)) {
      return ofSeed(seed);
    }
  }

  /**
   * The identity of suite {@code classic} whose private key is {@code seed}.
   *
   * @param seed 32 bytes; copied
   */
  static AgeIdentity ofSeed(SecretBytes seed) {
    return new X25519Identity(seed.expose(SecretBytes::of));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is not an identity; the message never quotes the input
   */
  static AgeIdentity parse(CharSequence text) {
    return X25519Identity.parse(text);
  }
}
