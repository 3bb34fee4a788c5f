package io.vaultplatform.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a sink in a thread of its own, two pieces behind, so that the disk works while the
 * cipher does. Nothing counts as written before {@link #flush} or {@link #close} came back: what
 * the sink throws is thrown there at the latest.
 */
final class WriteBehind extends OutputStream {
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 3;
  // A whole piece in one call took the kernel up to five times as long (ext4, Linux 6.18).
  private static final int WRITE = 1 << 17;

  private final OutputStream sink;
  private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES);
  private final Thread writer;
  private volatile @Nullable IOException failure;
  private Piece now;
  private boolean told;

  private static final class Piece {
    private final byte[] bytes = new byte[PIECE];
    private int end;
  }

  WriteBehind(OutputStream sink) {
    this.sink = sink;
    now = new Piece();
    for (int i = 1; i < PIECES; i++) {
      free.add(new Piece());
    }
    writer = Thread.ofPlatform().daemon().name("write-behind").start(this::writeAll);
  }

  // After a failure it goes on taking pieces and writes none, so that nobody waits for it.
  private void writeAll() {
    try {
      while (true) {
        var piece = full.take();
        try {
          if (failure == null) {
            write(piece);
          }
        } catch (IOException e) {
          failure = e;
        }
        piece.end = 0;
        free.put(piece);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void write(Piece piece) throws IOException {
    for (int at = 0; at < piece.end; at += WRITE) {
      sink.write(piece.bytes, at, Math.min(WRITE, piece.end - at));
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    int at = offset;
    while (at < offset + length) {
      int count = Math.min(offset + length - at, PIECE - now.end);
      System.arraycopy(from, at, now.bytes, now.end, count);
      now.end += count;
      at += count;
      if (now.end == PIECE) {
        hand();
      }
    }
  }

  private void hand() throws IOException {
    requireWell();
    try {
      full.put(now);
      now = free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing");
    }
  }

  private void requireWell() throws IOException {
    var seen = failure;
    if (seen != null) {
      told = true;
      throw seen;
    }
  }

  @Override
  public void flush() throws IOException {
    hand();
    try {
      // A piece comes back when it was written: with all of the others here, everything was.
      var back = new ArrayList<Piece>();
      while (back.size() < PIECES - 1) {
        back.add(free.take());
      }
      free.addAll(back);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing");
    }
    requireWell();
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    // What was thrown already is not thrown again: it would be its own consequence.
    try (sink) {
      if (!told) {
        flush();
      }
    } finally {
      writer.interrupt();
    }
  }
}
