package io.vaultplatform.core.crypto;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * What a person types and nobody stores: UTF-8 of the text in normalisation form C, so that the
 * same word typed on two keyboards is the same secret.
 */
public final class Passphrase implements AutoCloseable {
  private final SecretBytes secret;

  private Passphrase(SecretBytes secret) {
    this.secret = secret;
  }

  /**
   * Takes what was typed.
   *
   * @param typed what was typed; the caller wipes it
   * @throws IllegalArgumentException when it is empty
   */
  public static Passphrase of(char[] typed) {
    if (typed.length == 0) {
      throw new IllegalArgumentException("a passphrase is not empty");
    }
    var normal = Normalizer.normalize(CharBuffer.wrap(typed), Normalizer.Form.NFC);
    // A normalised text is a String, which nobody can wipe; its bytes at least are not kept twice.
    var bytes = normal.getBytes(StandardCharsets.UTF_8);
    return new Passphrase(SecretBytes.taking(bytes));
  }

  SecretBytes secret() {
    return secret;
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "Passphrase";
  }
}
