package io.vaultplatform.cli.http;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;

/**
 * The bytes of an answer as they come, from a line that may break or fall silent.
 *
 * <p>A broken line is the server's silence, not a fault of the file that is being written: so it
 * ends the command as such, wherever it is read. The client of the JDK waits for a body without
 * end; here each read has a time.
 */
final class Download extends InputStream {
  private final InputStream in;
  private final Duration patience;
  private final Function<Exception, Stop> silence;
  private volatile long waitingSince;
  private volatile boolean waiting;
  private volatile boolean over;

  Download(InputStream in, Duration patience, Function<Exception, Stop> silence) {
    this.in = in;
    this.patience = patience;
    this.silence = silence;
    Thread.ofVirtual().start(this::watch);
  }

  // Closing the stream is the one thing that wakes a reader who waits for bytes.
  private void watch() {
    try {
      while (!over) {
        Thread.sleep(Math.max(1, patience.toMillis() / 10));
        if (waiting && System.nanoTime() - waitingSince > patience.toNanos()) {
          in.close();
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // Then the reader has been woken, or nobody reads any more.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    waitingSince = System.nanoTime();
    waiting = true;
    try {
      return in.read(into, offset, length);
    } catch (IOException e) {
      throw silence.apply(e);
    } finally {
      waiting = false;
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    in.close();
  }
}
