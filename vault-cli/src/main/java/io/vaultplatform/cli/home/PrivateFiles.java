package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only their owner may read, from the first byte on: created with mode 0600, never
 * changed to it afterwards.
 */
public final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  /** Makes a folder with mode 0700, and its parents. */
  public static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder, mode("rwx------"));
    } catch (IOException e) {
      throw Stop.refused("The folder " + folder + " cannot be made.");
    }
  }

  /** Replaces a file as a whole: a crash leaves the old one or the new one. */
  public static void replace(Path file, byte[] content) {
    try {
      folder(parent(file));
      var temporary = Files.createTempFile(parent(file), ".new", "", mode("rw-------"));
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  /**
   * Opens a new file for writing; refuses to touch an existing one.
   *
   * @throws Stop when it exists
   */
  public static FileChannel create(Path file) {
    try {
      return FileChannel.open(
          file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------"));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw Stop.refused("The file " + file + " exists already; it was left as it is.");
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  /** A new empty file beside {@code target}, to become it by {@link Files#move}. */
  public static Path beside(Path target) {
    try {
      return Files.createTempFile(parent(target), ".vault", ".part", mode("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parent(Path file) {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static FileAttribute<?>[] mode(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
