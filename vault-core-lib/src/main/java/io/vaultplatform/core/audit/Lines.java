package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads lines of bounded length from a stream, and knows whether the last one was ended. */
final class Lines {
  /** The longest line, without its line feed. */
  static final int MOST = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int filled;

  Lines(InputStream in) {
    this.in = in;
  }

  /**
   * A line.
   *
   * @param bytes without the line feed; of a line that is too long, only its beginning
   * @param stop where its reading stopped
   */
  record Line(Bytes bytes, Stop stop) {}

  /** Where the reading of a line stopped. */
  enum Stop {
    /** At its line feed: it is whole. */
    LINE_FEED,
    /** At the end of the stream. */
    END_OF_STREAM,
    /** At the limit. How many bytes were kept says nothing: it depends on how the stream came. */
    TOO_LONG
  }

  /** The next line; empty at the end of the stream. */
  Optional<Line> next() {
    var line = new ByteArrayOutputStream();
    while (true) {
      if (position == filled && !fill()) {
        return line.size() == 0
            ? Optional.empty()
            : Optional.of(new Line(Bytes.of(line.toByteArray()), Stop.END_OF_STREAM));
      }
      int from = position;
      while (position < filled && buffer[position] != '\n') {
        position++;
      }
      if (line.size() + position - from > MOST) {
        return Optional.of(new Line(Bytes.of(line.toByteArray()), Stop.TOO_LONG));
      }
      line.write(buffer, from, position - from);
      if (position < filled) {
        position++;
        return Optional.of(new Line(Bytes.of(line.toByteArray()), Stop.LINE_FEED));
      }
    }
  }

  private boolean fill() {
    try {
      position = 0;
      filled = Math.max(0, in.read(buffer));
      return filled > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the log cannot be read", e);
    }
  }
}
