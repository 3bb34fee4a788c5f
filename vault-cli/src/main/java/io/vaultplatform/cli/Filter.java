package io.vaultplatform.cli;

import io.vaultplatform.cli.home.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  static void run(@Nullable String from, @Nullable String to, Work work) {
    try (var in = source(from)) {
      if (to == null || to.equals("-")) {
        var out = new BufferedOutputStream(System.out, BUFFER);
        work.run(in, out);
        out.flush();
      } else {
        write(in, Path.of(to), work);
      }
    } catch (IOException e) {
      throw Stop.refused("A file cannot be read or written: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw Stop.refused("A file cannot be read or written: " + e.getMessage());
    }
  }

  private static InputStream source(@Nullable String from) throws IOException {
    if (from == null || from.equals("-")) {
      return new BufferedInputStream(System.in, BUFFER);
    }
    if (!Files.isRegularFile(Path.of(from))) {
      throw Stop.usage("There is no file " + from + ".");
    }
    return new BufferedInputStream(Files.newInputStream(Path.of(from)), BUFFER);
  }

  private static void write(InputStream in, Path target, Work work) throws IOException {
    if (Files.exists(target)) {
      throw Stop.refused("The file " + target + " exists already; it was left as it is.");
    }
    var part = PrivateFiles.beside(target);
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
        work.run(in, out);
      }
      Files.move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
