package io.vaultplatform.cli;

import io.vaultplatform.cli.home.FileFaults;
import io.vaultplatform.cli.home.PrivateFiles;
import io.vaultplatform.cli.work.Client.Progress;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a file or standard input to a file or standard output.
 *
 * <p>A file appears under its name only when all of it was written and found right. Standard output
 * cannot be taken back: there the exit code says whether what came may be used.
 */
final class Filter {
  private static final int BUFFER = 1 << 16;

  private Filter() {}

  @FunctionalInterface
  interface Work {
    void run(InputStream in, OutputStream out) throws IOException;
  }

  /** Runs the work; a result is told only where it does not mix with the bytes. */
  static void run(
      @Nullable String from, @Nullable String to, Terminal terminal, String what, Work work) {
    try (var in = watched(source(from), from, terminal.progress(), what)) {
      if (to == null || to.equals("-")) {
        var out = new BufferedOutputStream(StandardOutput.bytes(), BUFFER);
        work.run(in, out);
        out.flush();
      } else {
        var target = Path.of(to);
        write(in, target, work);
        terminal.resultForPrograms(Map.of("file", to, "size", Files.size(target)));
      }
    } catch (IOException e) {
      throw Stop.refused("A file cannot be read or written: " + FileFaults.words(e) + ".");
    } catch (UncheckedIOException e) {
      throw Stop.refused("A file cannot be read or written: " + FileFaults.words(e) + ".");
    }
  }

  private static InputStream source(@Nullable String from) throws IOException {
    if (from == null || from.equals("-")) {
      return new BufferedInputStream(System.in, BUFFER);
    }
    return new ReadAhead(Files.newInputStream(file(from)));
  }

  /** A file to read. A pipe or /dev/stdin is as good: it is read once, from the beginning. */
  static Path file(String named) {
    var file = Path.of(named);
    if (Files.isDirectory(file)) {
      throw Stop.usage(named + " is a folder, not a file.");
    }
    if (!Files.exists(file)) {
      throw Stop.usage("There is no file " + named + ".");
    }
    return file;
  }

  private static InputStream watched(
      InputStream in, @Nullable String from, Progress progress, String what) throws IOException {
    if (from == null || from.equals("-") || !Files.isRegularFile(Path.of(from))) {
      return in;
    }
    long total = Files.size(Path.of(from));
    return new FilterInputStream(in) {
      private long done;

      @Override
      public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int n = in.read(into, offset, length);
        if (n > 0) {
          done += n;
          progress.at(what, done, total);
        }
        return n;
      }

      // A mark that went back would count twice.
      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }

  private static void write(InputStream in, Path target, Work work) throws IOException {
    if (Files.exists(target)) {
      throw Stop.refused("The file " + target + " exists already; it was left as it is.");
    }
    var part = PrivateFiles.beside(target);
    try {
      try (var out = new WriteBehind(PrivateFiles.writing(part))) {
        work.run(in, out);
      }
      Files.move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
