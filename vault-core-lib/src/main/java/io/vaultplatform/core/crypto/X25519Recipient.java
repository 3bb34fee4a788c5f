package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * A recipient of suite {@code classic}: an X25519 public key, in text {@code age1…} (age v1,
 * "X25519 recipient stanza").
 */
public record X25519Recipient(String text) implements AgeRecipient {
  private static final String PREFIX = "age";
  private static final int KEY = 32;
  // RFC 7748 section 5 sets the bits that make of zero, too, a key without small factors but eight.
  private static final byte[] ANY_KEY = new byte[KEY];

  public X25519Recipient {
    if (!text.equals(textOf(keyOf(text)))) {
      throw new IllegalArgumentException("not an age recipient in its one text form");
    }
  }

  @Override
  public Suite suite() {
    return Suite.CLASSIC;
  }

  static X25519Recipient parse(String text) {
    return new X25519Recipient(text);
  }

  static X25519Recipient ofKey(byte[] publicKey) {
    return new X25519Recipient(textOf(publicKey));
  }

  AgeStanza wrap(FileKey fileKey) {
    try {
      var writer = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(text);
      return AgeStanza.of(writer.getRecipientStanzas(fileKey).iterator().next());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a valid recipient can always be wrapped to", e);
    }
  }

  /** Whether the share of a stanza that was read is no point of low order. */
  static boolean isSafe(AgeStanza stanza) {
    return isSafe(stanza.firstArgument());
  }

  // A point of low order gives the same shared secret to everybody, whatever the private key.
  static boolean isSafe(byte[] point) {
    return X25519.calculateAgreement(ANY_KEY, 0, point, 0, new byte[KEY], 0);
  }

  private static String textOf(byte[] key) {
    return new String(Bech32.encode(PREFIX, key), StandardCharsets.US_ASCII);
  }

  private static byte[] keyOf(String text) {
    byte[] key;
    try {
      key = Bech32.decode(text, PREFIX, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an age recipient (age1…)");
    }
    if (key.length != KEY) {
      throw new IllegalArgumentException("not an age recipient (age1…)");
    }
    if (!isSafe(key)) {
      throw new IllegalArgumentException("this recipient is no safe public key");
    }
    return key;
  }

  @Override
  public String toString() {
    return text;
  }
}
