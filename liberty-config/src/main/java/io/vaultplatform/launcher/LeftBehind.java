package io.vaultplatform.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a launcher that was killed could not stop any more: its servers and its PostgreSQL still run
 * and hold the ports.
 *
 * <p>Each child is written down, with the moment it started, when it starts. A number alone would
 * not do: process numbers are used again, and stopping a stranger's process is worse than refusing
 * to start.
 */
final class LeftBehind {
  private static final Duration SAME_START = Duration.ofSeconds(5);

  private final Path file;
  private final Path pgdata;
  private final Path programs;

  LeftBehind(RunFolder folder) {
    this.file = folder.path().resolve("children");
    this.pgdata = folder.path().resolve("pgdata");
    this.programs = folder.path().resolve("postgres");
  }

  /** Remembers a child, so that the next start can stop it if this launcher is killed. */
  void remember(ProcessHandle child) {
    write(child.pid() + " " + startOf(child) + "\n");
  }

  /** Forgets all: everything was stopped in order. */
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops whatever an earlier launcher left; servers first, so that PostgreSQL has no client left
   * to wait for.
   */
  void stop() {
    for (var child : remembered()) {
      end(child, Duration.ofSeconds(15));
    }
    postmaster().ifPresent(handle -> end(handle, Duration.ofSeconds(20)));
    forget();
  }

  private List<ProcessHandle> remembered() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(" ", 2))
          .filter(parts -> parts.length == 2)
          .flatMap(parts -> sameProcess(parts[0], parts[1]).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> sameProcess(String pid, String start) {
    try {
      return ProcessHandle.of(Long.parseLong(pid)).filter(handle -> startOf(handle).equals(start));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The PostgreSQL of this data folder, which names itself in a file there: its number in the first
   * line, the second it started in the third.
   *
   * <p>After a power cut the file is still there and its number may be anybody's, another
   * PostgreSQL's too. Ours is the one that started then and runs the programs unpacked in this
   * folder.
   */
  private Optional<ProcessHandle> postmaster() {
    try {
      var lines = Files.readAllLines(pgdata.resolve("postmaster.pid"));
      if (lines.size() < 3) {
        return Optional.empty();
      }
      var start = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(this::runsOurPrograms)
          .filter(handle -> startedAt(handle, start));
    } catch (IOException | NumberFormatException | DateTimeException e) {
      return Optional.empty(); // PostgreSQL itself judges a damaged file at its start
    }
  }

  private boolean runsOurPrograms(ProcessHandle handle) {
    try {
      var own = programs.toRealPath();
      return handle
          .info()
          .command()
          .filter(command -> Path.of(command).startsWith(own) && command.endsWith("postgres"))
          .isPresent();
    } catch (IOException e) {
      return false; // nothing was ever unpacked here
    }
  }

  // PostgreSQL notes whole seconds a moment after the system did.
  private static boolean startedAt(ProcessHandle handle, Instant noted) {
    return handle
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, noted).abs().compareTo(SAME_START) <= 0)
        .isPresent();
  }

  private static String startOf(ProcessHandle handle) {
    return handle.info().startInstant().map(Object::toString).orElse("unknown");
  }

  private static void end(ProcessHandle handle, Duration patience) {
    handle.destroy();
    try {
      handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      handle.destroyForcibly();
      handle.onExit().join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String line) {
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
