package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
