package io.vaultplatform.core.content.internal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes everything on but the last byte, which waits for {@link #release}.
 *
 * <p>A stream cannot be taken back, yet it can be left incomplete: its reader, who knows how long
 * it is, then knows that it is not to be used.
 */
final class LastByteLater extends OutputStream {
  private static final int NONE = -1;
  private final OutputStream out;
  private int held = NONE;

  LastByteLater(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    if (count > 0) {
      release();
      out.write(from, offset, count - 1);
      held = from[offset + count - 1] & 0xff;
    }
  }

  /** Lets the byte that waits go. */
  void release() throws IOException {
    if (held != NONE) {
      out.write(held);
      held = NONE;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
