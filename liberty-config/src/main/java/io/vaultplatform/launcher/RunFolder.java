package io.vaultplatform.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * The folder that must survive a restart, held by one launcher at a time.
 *
 * <p>The lock is the operating system's, so a launcher that was killed holds nothing back.
 */
final class RunFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private RunFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /** Makes the folder where it is missing, readable by its owner only, and takes it. */
  static RunFolder take(Path path) {
    try {
      makePrivate(path);
      refuseOpen(path);
      var channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartRefused(
            "Another stack already runs on the folder "
                + path
                + ": stop it first, or set VAULT_RUN_FOLDER.");
      }
      return new RunFolder(path, channel, lock);
    } catch (IOException e) {
      throw new StartRefused(
          "The folder "
              + path
              + " cannot be written: make it writable, or set VAULT_RUN_FOLDER to one that is.",
          e);
    }
  }

  // Refused and not tightened: a folder that others use already (a home, /tmp) is not ours to
  // close.
  private static void refuseOpen(Path path) throws IOException {
    if (posix()) {
      var open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      open.removeAll(PosixFilePermissions.fromString("rwx------"));
      if (!open.isEmpty()) {
        throw new StartRefused(
            "Others can look into the folder "
                + path
                + ": run chmod 700 on it, or set VAULT_RUN_FOLDER to a folder that is not there"
                + " yet.");
      }
    }
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  Path path() {
    return path;
  }

  Path folder(String name) {
    try {
      return makePrivate(path.resolve(name));
    } catch (IOException e) {
      throw new StartRefused("The folder " + path.resolve(name) + " cannot be written.", e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a folder, if need be, that only its owner can enter. */
  static Path makePrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    if (posix()) {
      return Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return Files.createDirectories(folder);
  }
}
