package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever breaks a command off leaves nothing behind of what it was making. */
class BrokenOffTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir Path folder = Path.of("");

  @Test
  void half_of_a_plaintext_goes_with_the_command_that_was_decrypting_it() throws Exception {
    assertThat(Shell.vault("keygen", "-o", at("me.txt")).exit()).isZero();
    Files.write(folder.resolve("f"), new byte[3_000_000]);
    assertThat(Shell.vault("encrypt", "-r", at("me.txt.pub"), "-o", at("f.age"), at("f")).exit())
        .isZero();
    var before = names();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                VaultCli.class.getName(),
                "decrypt",
                "-i",
                at("me.txt"),
                "-o",
                at("back"))
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(Files.readAllBytes(folder.resolve("f.age")), 0, 2_900_000);
      in.flush();
      var until = Instant.now().plus(PATIENCE);
      while (!holdsPlaintext()) {
        assertThat(Instant.now()).isBefore(until);
        Thread.sleep(20);
      }
      process.destroy();
      assertThat(process.waitFor()).isNotZero();
    }
    assertThat(names()).isEqualTo(before);
  }

  private boolean holdsPlaintext() throws IOException {
    try (var all = Files.list(folder)) {
      for (var file : all.toList()) {
        if (file.toString().endsWith(".part") && Files.size(file) > 0) {
          return true;
        }
      }
      return false;
    }
  }

  private List<String> names() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
