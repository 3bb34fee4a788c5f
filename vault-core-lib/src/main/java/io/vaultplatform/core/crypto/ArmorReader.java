package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads armor line by line; every departure from the one form is an {@link AgeFault.Kind#ARMOR}
 * fault.
 *
 * <p>The same two arrays hold each line: a stranger's armor would otherwise cost twenty times its
 * size.
 */
final class ArmorReader extends InputStream {
  private final InputStream in;
  private final byte[] text = new byte[Armor.COLUMNS]; // the line read last, without its end
  private int columns;
  private final byte[] line = new byte[Armor.COLUMNS / 4 * 3]; // what it says: line[at..end)
  private int at;
  private int end;
  private final byte[] again = new byte[Armor.COLUMNS];
  private boolean begun;
  private boolean shortSeen;
  private boolean ended;

  ArmorReader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? line[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int done = 0;
    while (done < length && hasMore()) {
      int n = Math.min(length - done, end - at);
      System.arraycopy(line, at, into, offset + done, n);
      at += n;
      done += n;
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private boolean hasMore() throws IOException {
    while (!ended && at == end) {
      if (!begun) {
        begin();
      }
      readLine(in.read());
      decode();
    }
    return !ended;
  }

  private void begin() throws IOException {
    begun = true;
    int b = in.read();
    while (Armor.isSpace(b)) {
      b = in.read();
    }
    readLine(b);
    if (!says(Armor.BEGIN)) {
      throw fault("the armor does not begin as it should");
    }
  }

  private void decode() throws IOException {
    if (says(Armor.END)) {
      ended = true;
      requireNothingMore();
      return;
    }
    if (shortSeen || columns == 0) {
      throw fault("a line of the armor has not 64 columns");
    }
    try {
      end = Base64.getDecoder().decode(exactly(text, columns), line);
    } catch (IllegalArgumentException e) {
      throw fault("a line of the armor is not base64");
    }
    at = 0;
    int length = Base64.getEncoder().encode(exactly(line, end), again);
    if (!Arrays.equals(again, 0, length, text, 0, columns)) {
      throw fault("a line of the armor is not canonical base64");
    }
    // Padding in a full line says that it is the last one as clearly as a short line does.
    shortSeen = columns < Armor.COLUMNS || text[columns - 1] == '=';
  }

  private static byte[] exactly(byte[] bytes, int length) {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private boolean says(String words) {
    int i = 0;
    while (i < columns && i < words.length() && text[i] == words.charAt(i)) {
      i++;
    }
    return i == columns && i == words.length();
  }

  private void readLine(int first) throws IOException {
    columns = 0;
    for (int b = first; ; b = in.read()) {
      if (b == '\r') {
        b = in.read();
        if (b != '\n') {
          throw fault("a carriage return stands alone in the armor");
        }
      }
      if (b == '\n') {
        return;
      }
      if (b < 0) {
        // A file may end without a newline after the end line, and nowhere else.
        if (says(Armor.END)) {
          return;
        }
        throw fault("the armor ends before its end line");
      }
      if (columns == text.length) {
        throw fault("a line of the armor is too long");
      }
      text[columns++] = (byte) b;
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
