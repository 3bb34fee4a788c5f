package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.RecipientStanza;
import java.util.Arrays;
import java.util.List;

/**
 * One recipient's entry in an age header: a type, arguments, and the wrapped file key.
 *
 * <p>Stanzas are anonymous: an X25519 stanza does not tell for whom it is, so type and count are
 * all that somebody without the key can check.
 */
public final class AgeStanza {
  private final String type;
  private final List<String> arguments;
  private final byte[] body;

  AgeStanza(String type, List<String> arguments, byte[] body) {
    this.type = type;
    this.arguments = List.copyOf(arguments);
    this.body = body;
  }

  static AgeStanza of(RecipientStanza stanza) {
    return new AgeStanza(stanza.getType(), stanza.getArguments(), stanza.getBody());
  }

  /** {@code X25519}, {@code scrypt}, or another type that this library leaves alone. */
  public String type() {
    return type;
  }

  public List<String> arguments() {
    return arguments;
  }

  /** The number of bytes in the body. */
  public int bodyLength() {
    return body.length;
  }

  byte[] body() {
    return body.clone();
  }

  RecipientStanza toJagged() {
    return new RecipientStanza() {
      @Override
      public String getType() {
        return type;
      }

      @Override
      public List<String> getArguments() {
        return arguments;
      }

      @Override
      public byte[] getBody() {
        return body();
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AgeStanza that
        && type.equals(that.type)
        && arguments.equals(that.arguments)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return type.hashCode() * 31 + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "AgeStanza[" + type + ", " + arguments.size() + " arguments, " + body.length + " bytes]";
  }
}
