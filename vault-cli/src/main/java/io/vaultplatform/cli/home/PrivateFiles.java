package io.vaultplatform.cli.home;

import io.vaultplatform.cli.Stop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Files that only their owner may read, from the first byte on: created with mode 0600, never
 * changed to it afterwards.
 */
public final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

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
      Files.move(
          written(file, content),
          file,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  private static Path written(Path file, byte[] content) throws IOException {
    var temporary = Files.createTempFile(parent(file), ".new", "", mode("rw-------"));
    try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    return temporary;
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
    } catch (FileAlreadyExistsException e) {
      throw Stop.refused("The file " + file + " exists already; it was left as it is.");
    } catch (IOException e) {
      throw FileFaults.notMade(file, parent(file), e);
    }
  }

  /**
   * A new file with all of its content at once; a crash leaves none.
   *
   * @return false when there is one already, which stays as it is
   */
  static boolean createWhole(Path file, byte[] content) {
    try {
      folder(parent(file));
      var temporary = written(file, content);
      try {
        Files.createLink(file, temporary);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (UnsupportedOperationException e) {
        // A file system without links: the move does not replace either, but is not atomic.
        return moved(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw Stop.refused("The file " + file + " cannot be written.");
    }
  }

  private static boolean moved(Path temporary, Path file) throws IOException {
    try {
      Files.move(temporary, file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Runs {@code work} while nobody else, in this process or another, holds {@code lock}. */
  @SuppressWarnings("try") // the lock is only held
  static <T> T alone(Path lock, Supplier<T> work) {
    // A file lock is between processes; the threads of one need a lock of their own.
    IN_THIS_PROCESS.lock();
    try (var channel =
            FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                mode("rw-------"));
        var held = channel.lock()) {
      return work.get();
    } catch (IOException e) {
      throw Stop.refused("The file " + lock + " cannot be locked.");
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  /**
   * A new empty file beside {@code target}, to become it by {@link Files#move}. It goes with the
   * process, too: whoever breaks a command off by Ctrl-C leaves no half of a plaintext behind.
   */
  public static Path beside(Path target) {
    try {
      var part = Files.createTempFile(parent(target), ".vault", ".part", mode("rw-------"));
      part.toFile().deleteOnExit();
      return part;
    } catch (IOException e) {
      throw FileFaults.notMade(target, parent(target), e);
    }
  }

  /**
   * Opens what {@link #beside} made. It is empty and not emptied once more: a file that was is
   * written out by ext4 when it is closed, and whoever waits for that waits long.
   */
  public static OutputStream writing(Path part) throws IOException {
    return Files.newOutputStream(part, StandardOpenOption.WRITE);
  }

  /** Removes what {@link #beside} made, unless it was moved. */
  public static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw Stop.refused("The unfinished file " + part + " cannot be removed; remove it yourself.");
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
