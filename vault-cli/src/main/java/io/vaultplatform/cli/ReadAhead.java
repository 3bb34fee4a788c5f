package io.vaultplatform.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source in a thread of its own, two pieces ahead, so that the disk works while the cipher
 * does. What the source throws is thrown where it would have been, and closing ends the thread.
 */
final class ReadAhead extends InputStream {
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 3;

  private final InputStream source;
  private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES);
  private final Thread reader;
  private Piece now = new Piece(0);
  private boolean ended;

  /** Bytes that were read; the last one has fewer than fit, or says what went wrong. */
  private static final class Piece {
    private final byte[] bytes;
    private int at;
    private int end;
    private @Nullable IOException failure;

    Piece(int size) {
      bytes = new byte[size];
    }
  }

  ReadAhead(InputStream source) {
    this.source = source;
    for (int i = 0; i < PIECES; i++) {
      free.add(new Piece(PIECE));
    }
    reader = Thread.ofPlatform().daemon().name("read-ahead").start(this::readAll);
  }

  private void readAll() {
    try {
      while (true) {
        var piece = free.take();
        piece.at = 0;
        piece.end = 0;
        try {
          piece.end = source.readNBytes(piece.bytes, 0, PIECE);
        } catch (IOException e) {
          piece.failure = e;
        }
        boolean last = piece.end < PIECE || piece.failure != null;
        full.put(piece);
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    while (now.at == now.end) {
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(length, now.end - now.at);
    System.arraycopy(now.bytes, now.at, to, offset, count);
    now.at += count;
    return count;
  }

  private void next() throws IOException {
    try {
      if (now.bytes.length > 0) {
        free.put(now);
      }
      now = full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
    ended = now.end < PIECE;
    if (now.failure != null) {
      throw now.failure;
    }
  }

  @Override
  public void close() throws IOException {
    reader.interrupt();
    source.close();
  }
}
