package io.vaultplatform.cli.work;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.home.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is there only when all of it was right, and that never replaces another. */
final class NewFile {
  private NewFile() {}

  /** Writes what the file will hold. */
  interface Content {
    void into(OutputStream out) throws IOException;
  }

  static void write(Path target, Content content) {
    if (Files.exists(target)) {
      throw Stop.refused("The file " + target + " exists already; it was left as it is.");
    }
    var part = PrivateFiles.beside(target);
    try {
      try (var out = PrivateFiles.writing(part)) {
        content.into(out);
      }
      Files.move(part, target);
    } catch (IOException e) {
      throw Stop.refused("The file " + target + " cannot be written: " + e.getMessage());
    } finally {
      PrivateFiles.discard(part);
    }
  }
}
