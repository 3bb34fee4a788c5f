package io.vaultplatform.core.crypto;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

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
   * @param typed what was typed; the caller wipes it
   * @throws IllegalArgumentException when it is empty
   */
  public static Passphrase of(char[] typed) {
    if (typed.length == 0) {
      throw new IllegalArgumentException("a passphrase is not empty");
    }
    var normal = Normalizer.normalize(CharBuffer.wrap(typed), Normalizer.Form.NFC);
    var utf8 = StandardCharsets.UTF_8.encode(normal);
    var bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    Arrays.fill(utf8.array(), (byte) 0);
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
