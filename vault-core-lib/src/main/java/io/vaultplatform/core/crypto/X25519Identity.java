package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * An identity of suite {@code classic}: an X25519 private key, in text {@code AGE-SECRET-KEY-1…}.
 */
public final class X25519Identity implements AgeIdentity {
  static final int KEY = 32;
  private static final String PREFIX = "age-secret-key-";

  private final SecretBytes key;
  private final X25519Recipient recipient;

  X25519Identity(SecretBytes owned) {
    if (owned.length() != KEY) {
      throw new IllegalArgumentException("an X25519 private key has 32 bytes");
    }
    key = owned;
    recipient = X25519Recipient.ofKey(owned.expose(X25519Identity::publicKey));
  }

  static X25519Identity parse(CharSequence text) {
    byte[] key;
    try {
      key = Bech32.decode(text, PREFIX, true);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an age identity (AGE-SECRET-KEY-1…)");
    }
    if (key.length != KEY) {
      throw new IllegalArgumentException("not an age identity (AGE-SECRET-KEY-1…)");
    }
    return new X25519Identity(SecretBytes.taking(key));
  }

  @Override
  public AgeRecipient recipient() {
    return recipient;
  }

  @Override
  public SecretBytes text() {
    return key.expose(bytes -> SecretBytes.taking(Bech32.upper(Bech32.encode(PREFIX, bytes))));
  }

  @Override
  public SecretBytes seed() {
    return key.expose(SecretBytes::of);
  }

  @Override
  public void close() {
    key.close();
  }

  /** See {@link StanzaOpener}. */
  Optional<FileKey> unwrap(AgeStanza stanza) throws AgeException {
    if (!stanza.type().equals("X25519")) {
      return Optional.empty();
    }
    try (var text = text()) {
      var reader =
          text.expose(
              ascii -> {
                try {
                  return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(
                      StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(ascii)));
                } catch (GeneralSecurityException e) {
                  throw new IllegalStateException("a valid identity can always be read", e);
                }
              });
      return Optional.of(reader.getFileKey(List.of(stanza.toJagged())));
    } catch (UnsupportedRecipientStanzaException e) {
      // The reader reports every failure alike and keeps the cause aside. A failed tag means "not
      // for this
      // key"; anything else (a share of low order, a share that is no point) means a broken header.
      if (Arrays.stream(e.getSuppressed()).allMatch(AEADBadTagException.class::isInstance)) {
        return Optional.empty();
      }
      throw new AgeException(AgeFault.Kind.MALFORMED_HEADER, "an X25519 stanza is malformed");
    } catch (GeneralSecurityException e) {
      throw new AgeException(AgeFault.Kind.MALFORMED_HEADER, "an X25519 stanza is malformed");
    }
  }

  private static byte[] publicKey(byte[] privateKey) {
    var out = new byte[KEY];
    X25519.scalarMultBase(privateKey, 0, out, 0);
    return out;
  }

  @Override
  public String toString() {
    return "AgeIdentity[" + recipient.text() + "]";
  }
}
