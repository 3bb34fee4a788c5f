package io.vaultplatform.core.crypto;

import java.nio.charset.StandardCharsets;

/**
 * A public key that files are encrypted to. Sealed by suite: a new one makes every {@code switch}
 * say what it does with it.
 */
public sealed interface AgeRecipient permits X25519Recipient, HybridRecipient {

  Suite suite();

  /**
   * The text that people exchange, {@code age1…} or {@code age1pq1…}; lower case, one form per key.
   */
  String text();

  /** Lower-case hex of SHA-256 over {@link #text}: how signed documents name this key. */
  default String fingerprint() {
    return Digest.sha256Hex(text().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is not a recipient of a suite this library knows, or a
   *     point of low order, to which anybody could decrypt
   */
  static AgeRecipient parse(String text) {
    return text.startsWith("age1pq1") ? new HybridRecipient(text) : X25519Recipient.parse(text);
  }
}
