package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Why a file could not be read or written, in words: Java's own messages are often nothing but the
 * path, or begin with the name of a class.
 */
public final class FileFaults {
  private FileFaults() {}

  /** A part of a sentence, without its point. */
  public static String words(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> "there is no " + gone.getFile();
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** As above, of a fault that was wrapped on its way. */
  public static String words(UncheckedIOException e) {
    var cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()) : words(cause);
  }

  /** Ends the command because {@code file} cannot be made in its folder. */
  static Stop notMade(Path file, Path folder, IOException e) {
    if (!Files.exists(folder)) {
      return Stop.refused("There is no folder " + folder + " to write " + name(file) + " in.");
    }
    if (!Files.isDirectory(folder)) {
      return Stop.refused(folder + " is not a folder to write " + name(file) + " in.");
    }
    return Stop.refused("The file " + file + " cannot be written: " + words(e) + ".");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
