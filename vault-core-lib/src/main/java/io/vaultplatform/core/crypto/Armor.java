package io.vaultplatform.core.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The text form of an age file (C2SP {@code age.md}, "ASCII armor"): strict PEM with 64 columns.
 *
 * <p>Ours and not jagged's, because the stream has to hand out bytes one by one, so that a header
 * can be read without its payload, and has to tell armor faults from header faults.
 */
public final class Armor {
  static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
  static final String END = "-----END AGE ENCRYPTED FILE-----";
  static final int COLUMNS = 64;

  /** White space accepted before and after armor, at most. */
  static final int MOST_SPACES = 1024;

  private Armor() {}

  /**
   * The binary file in {@code in}, be it armored or not.
   *
   * @param in supports {@code mark}
   */
  static InputStream reading(InputStream in) throws IOException {
    // White space may stand before armor, never before a binary file; 1 KiB of it is generous.
    in.mark(MOST_SPACES + BEGIN.length());
    int b = in.read();
    for (int skipped = 0; isSpace(b) && skipped < MOST_SPACES; skipped++) {
      b = in.read();
    }
    in.reset();
    return b == '-' ? new ArmorReader(in) : in;
  }

  /**
   * A sink that writes what it gets as armor to {@code out}; closing it ends the armor and not
   * {@code out}.
   */
  public static OutputStream writing(OutputStream out) {
    return new Writer(out);
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private static final class Writer extends OutputStream {
    private final OutputStream out;
    private final byte[] line = new byte[COLUMNS / 4 * 3];
    private int used;
    private boolean begun;
    private boolean ended;

    Writer(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      line[used++] = (byte) b;
      if (used == line.length) {
        endLine();
      }
    }

    private void endLine() throws IOException {
      begin();
      var full = Arrays.copyOf(line, used);
      out.write(Base64.getEncoder().encode(full));
      out.write('\n');
      used = 0;
    }

    private void begin() throws IOException {
      if (!begun) {
        out.write((BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
        begun = true;
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      ended = true;
      begin();
      if (used > 0) {
        endLine();
      }
      out.write((END + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }
}
