package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads armor line by line; every departure from the one form is an {@link AgeFault.Kind#ARMOR}
 * fault.
 */
final class ArmorReader extends InputStream {
  private final InputStream in;
  private byte @Nullable [] line; // null before the first and after the last line
  private int at;
  private boolean begun;
  private boolean shortSeen;
  private boolean ended;

  ArmorReader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    var bytes = current();
    return bytes == null ? -1 : bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      var bytes = current();
      if (bytes == null) {
        break;
      }
      int n = Math.min(length - done, bytes.length - at);
      System.arraycopy(bytes, at, into, offset + done, n);
      at += n;
      done += n;
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private byte @Nullable [] current() throws IOException {
    while (!ended && (line == null || at == line.length)) {
      if (!begun) {
        begin();
      }
      decode(textLine());
    }
    return ended ? null : line;
  }

  private void begin() throws IOException {
    begun = true;
    int b = in.read();
    while (Armor.isSpace(b)) {
      b = in.read();
    }
    if (!((char) b + textLine()).equals(Armor.BEGIN)) {
      throw fault("the armor does not begin as it should");
    }
  }

  private void decode(String text) throws IOException {
    if (text.equals(Armor.END)) {
      ended = true;
      requireNothingMore();
      return;
    }
    if (shortSeen || text.isEmpty() || text.length() > Armor.COLUMNS) {
      throw fault("a line of the armor has not 64 columns");
    }
    shortSeen = text.length() < Armor.COLUMNS;
    try {
      line = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw fault("a line of the armor is not base64");
    }
    at = 0;
    if (!Base64.getEncoder().encodeToString(line).equals(text)) {
      throw fault("a line of the armor is not canonical base64");
    }
    // Padding in a full line says that it is the last one as clearly as a short line does.
    shortSeen |= text.endsWith("=");
  }

  private String textLine() throws IOException {
    var text = new StringBuilder(Armor.COLUMNS);
    while (true) {
      int b = in.read();
      if (b == '\r') {
        b = in.read();
        if (b != '\n') {
          throw fault("a carriage return stands alone in the armor");
        }
      }
      if (b == '\n') {
        return text.toString();
      }
      if (b < 0) {
        // A file may end without a newline after the end line, and nowhere else.
        if (text.toString().equals(Armor.END)) {
          return Armor.END;
        }
        throw fault("the armor ends before its end line");
      }
      if (text.length() > Armor.COLUMNS) {
        throw fault("a line of the armor is too long");
      }
      text.append((char) b);
    }
  }

  private void requireNothingMore() throws IOException {
    int spaces = 0;
    for (int b; (b = in.read()) >= 0; ) {
      // White space may follow, but not without end.
      if (!Armor.isSpace(b) || ++spaces > Armor.MOST_SPACES) {
        throw fault("something follows the armor");
      }
    }
  }

  private static AgeException fault(String detail) {
    return new AgeException(AgeFault.Kind.ARMOR, detail);
  }
}
