package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.nio.charset.StandardCharsets;

/**
 * A recipient of suite {@code hybrid}: an ML-KEM-768 and an X25519 public key, in text {@code
 * age1pq1…} of 1959 characters (age v1, "Hybrid recipient stanza").
 */
public record HybridRecipient(String text) implements AgeRecipient {
  private static final String PREFIX = "age1pq";

  /**
   * @throws IllegalArgumentException when {@code text} is no such key, or one to which anybody
   *     could decrypt
   */
  public HybridRecipient {
    keyOf(text);
  }

  static HybridRecipient ofKey(byte[] publicKey) {
    return new HybridRecipient(
        new String(Bech32.encode(PREFIX, publicKey), StandardCharsets.US_ASCII));
  }

  @Override
  public Suite suite() {
    return Suite.HYBRID;
  }

  AgeStanza wrap(FileKey fileKey) {
    return HybridHpke.seal(keyOf(text), fileKey.getEncoded());
  }

  /** The shape every hybrid stanza must have, whoever reads it. */
  static void check(AgeStanza stanza) throws AgeException {
    if (!stanza.hasOneArgument()
        || stanza.firstArgument().length != HybridHpke.ENCAPSULATED
        || stanza.bodyLength() != HybridHpke.SEALED) {
      throw HeaderReader.malformed("a hybrid stanza is malformed");
    }
  }

  /** Whether the X25519 half of a stanza that was read is no point of low order. */
  static boolean isSafe(AgeStanza stanza) {
    return HybridHpke.isSafeShare(stanza.firstArgument());
  }

  private static byte[] keyOf(String text) {
    byte[] key;
    try {
      key = Bech32.decode(text, PREFIX, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an age recipient (age1pq1…)");
    }
    if (!HybridHpke.isSafe(key)) {
      throw new IllegalArgumentException("this recipient is no safe public key");
    }
    return key;
  }

  @Override
  public String toString() {
    return text;
  }
}
