package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What is stored: a file of the owner's, or a document that is stored already and is encrypted
 * anew. The second goes from the cipher to the cipher; its plaintext touches no disk, so nothing is
 * left where a command is killed.
 */
interface Source {

  /** The file name that goes into the metadata. */
  String name();

  /** Bytes of the plaintext. */
  long size() throws IOException;

  /** Reads it once; a source that turns out wrong ends the command before its last byte. */
  InputStream open() throws IOException;

  /** A file. */
  static Source of(Path file) {
    return new Source() {
      @Override
      public String name() {
        var name = file.getFileName();
        return name == null ? "document" : name.toString();
      }

      @Override
      public long size() throws IOException {
        return Files.size(file);
      }

      @Override
      public InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
      }

      @Override
      public String toString() {
        return "file " + file;
      }
    };
  }

  /** A stored document, fetched and checked while it is read. */
  static Source of(Getting getting, Accounts.Unlocked owner, Getting.Seen seen) {
    return new Source() {
      @Override
      public String name() {
        return seen.metadata().fileName();
      }

      @Override
      public long size() {
        return seen.metadata().size();
      }

      @Override
      public InputStream open() throws IOException {
        return new Fetched(getting, owner, seen);
      }

      @Override
      public String toString() {
        return "document " + seen.id();
      }
    };
  }

  /** The plaintext as it arrives; its end is told only when all of it was found right. */
  final class Fetched extends FilterInputStream {
    private static final int PIPE = 1 << 20;
    private final FutureTask<Void> fetching;

    Fetched(Getting getting, Accounts.Unlocked owner, Getting.Seen seen) throws IOException {
      this(new PipedInputStream(PIPE), getting, owner, seen);
    }

    private Fetched(
        PipedInputStream pipe, Getting getting, Accounts.Unlocked owner, Getting.Seen seen)
        throws IOException {
      super(pipe);
      var out = new PipedOutputStream(pipe);
      fetching =
          new FutureTask<>(
              () -> {
                try (out) {
                  getting.fetch(owner, seen, out);
                }
                return null;
              });
      Thread.ofPlatform().daemon().name("fetching").start(fetching);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = in.read(to, offset, length);
      if (count < 0) {
        requireRight();
      }
      return count;
    }

    private void requireRight() throws IOException {
      try {
        fetching.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Stop stop) {
          throw stop;
        }
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a document was fetched");
      }
    }

    @Override
    public void close() throws IOException {
      super.close();
      fetching.cancel(true);
    }
  }
}
