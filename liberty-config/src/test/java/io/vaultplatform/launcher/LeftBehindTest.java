package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBehindTest {
  private final Path folder;

  LeftBehindTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_child_that_an_earlier_launcher_left_is_stopped() throws IOException {
    try (var held = RunFolder.take(folder)) {
      var child = new ProcessBuilder("sleep", "600").start();
      new LeftBehind(held).remember(child.toHandle());

      new LeftBehind(held).stop();

      assertThat(child.isAlive()).isFalse();
      assertThat(folder.resolve("children")).doesNotExist();
    }
  }

  @Test
  void a_stranger_who_got_the_same_number_is_left_alone() throws IOException {
    try (var held = RunFolder.take(folder)) {
      var stranger = new ProcessBuilder("sleep", "600").start();
      try {
        Files.writeString(folder.resolve("children"), stranger.pid() + " 2001-01-01T00:00:00Z\n");

        new LeftBehind(held).stop();

        assertThat(stranger.isAlive()).isTrue();
      } finally {
        stranger.destroyForcibly();
      }
    }
  }

  @Test
  void a_damaged_note_stops_nobody_and_hinders_nothing() throws IOException {
    try (var held = RunFolder.take(folder)) {
      Files.writeString(folder.resolve("children"), "not a number\n\n12\n");

      new LeftBehind(held).stop();

      assertThat(folder.resolve("children")).doesNotExist();
    }
  }

  @Test
  void the_postgresql_of_this_folder_is_stopped() throws IOException {
    var ours = postgres(folder.resolve("postgres/bin"));
    try (var held = RunFolder.take(folder)) {
      noted(ours, startOf(ours));

      new LeftBehind(held).stop();

      assertThat(ours.isAlive()).isFalse();
    } finally {
      ours.destroyForcibly();
    }
  }

  @Test
  void a_strangers_postgresql_that_got_the_same_number_is_left_alone() throws IOException {
    Files.createDirectories(folder.resolve("postgres/bin"));
    var stranger = postgres(folder.resolve("elsewhere"));
    var later = postgres(folder.resolve("postgres/bin"));
    try (var held = RunFolder.take(folder)) {
      noted(stranger, startOf(stranger));
      new LeftBehind(held).stop();
      assertThat(stranger.isAlive()).as("its programs are not of this folder").isTrue();

      noted(later, startOf(later).minusSeconds(3600));
      new LeftBehind(held).stop();
      assertThat(later.isAlive()).as("it started after the note was written").isTrue();

      Files.writeString(folder.resolve("pgdata/postmaster.pid"), later.pid() + "\n");
      new LeftBehind(held).stop();
      assertThat(later.isAlive()).as("a note without a time names nobody").isTrue();
    } finally {
      stranger.destroyForcibly();
      later.destroyForcibly();
    }
  }

  /** A process that calls itself postgres and does nothing. */
  private static Process postgres(Path programs) throws IOException {
    Files.createDirectories(programs);
    var program = programs.resolve("postgres");
    Files.copy(Path.of("/bin/sleep"), program, StandardCopyOption.COPY_ATTRIBUTES);
    return new ProcessBuilder(program.toString(), "600").start();
  }

  private static Instant startOf(Process process) {
    return process.info().startInstant().orElseThrow();
  }

  private void noted(Process process, Instant start) throws IOException {
    Files.createDirectories(folder.resolve("pgdata"));
    Files.writeString(
        folder.resolve("pgdata/postmaster.pid"),
        process.pid()
            + "\n"
            + folder.resolve("pgdata")
            + "\n"
            + start.getEpochSecond()
            + "\n9432\n\n127.0.0.1\n");
  }
}
