package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.RecipientStanza;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * One recipient's entry in an age header: a type, arguments, and the wrapped file key.
 *
 * <p>Stanzas are anonymous: an X25519 stanza does not tell for whom it is, so type and count are
 * all that somebody without the key can check.
 */
public final class AgeStanza {
  private final String type;
  // Of a known type only its bytes are kept: canonical base64 says nothing more, and a share of
  // suite hybrid is long.
  private final byte[] firstArgument;
  private final List<String> otherArguments;
  private final byte[] body;

  AgeStanza(String type, List<String> arguments, byte[] body) {
    this(
        type,
        beginsInBase64(type) ? Base64.getDecoder().decode(arguments.getFirst()) : new byte[0],
        beginsInBase64(type) ? arguments.subList(1, arguments.size()) : arguments,
        body);
  }

  AgeStanza(String type, byte[] firstArgument, List<String> otherArguments, byte[] body) {
    this.type = type;
    this.firstArgument = firstArgument;
    this.otherArguments = List.copyOf(otherArguments);
    this.body = body;
  }

  /** Whether the first argument of a stanza of {@code type} is bytes: a share or a salt. */
  static boolean beginsInBase64(String type) {
    return switch (type) {
      case "X25519", "mlkem768x25519", "scrypt" -> true;
      default -> false;
    };
  }

  static AgeStanza of(RecipientStanza stanza) {
    return new AgeStanza(stanza.getType(), stanza.getArguments(), stanza.getBody());
  }

  /** {@code X25519}, {@code scrypt}, or another type that this library leaves alone. */
  public String type() {
    return type;
  }

  public List<String> arguments() {
    if (!beginsInBase64(type)) {
      return otherArguments;
    }
    var arguments = new ArrayList<String>();
    arguments.add(Base64.getEncoder().withoutPadding().encodeToString(firstArgument));
    arguments.addAll(otherArguments);
    return List.copyOf(arguments);
  }

  boolean hasOneArgument() {
    return otherArguments.size() == (beginsInBase64(type) ? 0 : 1);
  }

  /**
   * The bytes of the first argument, where {@link #beginsInBase64}; else none. Not a copy: a reader
   * tries its key on twenty of them. Never written to.
   */
  byte[] firstArgument() {
    return firstArgument;
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
        return arguments();
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
        && Arrays.equals(firstArgument, that.firstArgument)
        && otherArguments.equals(that.otherArguments)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return type.hashCode() * 31 + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "AgeStanza["
        + type
        + ", "
        + arguments().size()
        + " arguments, "
        + body.length
        + " bytes]";
  }
}
