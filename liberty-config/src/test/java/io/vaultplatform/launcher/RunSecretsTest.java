package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSecretsTest {
  private final Path folder;

  RunSecretsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void the_first_start_makes_secrets_that_nobody_else_can_read() throws IOException {
    var secrets = secrets();

    assertThat(secrets.fresh()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(new HashSet<>(secrets.all())).hasSize(6).allMatch(value -> value.length() == 32);
    assertThat(secrets.toString()).doesNotContain(secrets.get("db.app.password"));
  }

  @Test
  void the_second_start_reads_the_same_ones() {
    var first = secrets();
    var second = secrets();

    assertThat(second.fresh()).isFalse();
    assertThat(second.get("keystore.password")).isEqualTo(first.get("keystore.password"));
  }

  @Test
  void a_file_that_others_can_read_is_refused() throws IOException {
    secrets();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(this::secrets)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_database_without_its_secrets_is_not_given_new_ones() throws IOException {
    Files.createDirectory(folder.resolve("pgdata"));

    assertThatThrownBy(this::secrets)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("backup");
    assertThat(file()).doesNotExist();
  }

  @Test
  void one_folder_serves_one_launcher_at_a_time() {
    try (var held = RunFolder.take(folder)) {
      assertThatThrownBy(() -> RunFolder.take(held.path()))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("already runs");
    }
    RunFolder.take(folder).close();
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused_in_a_sentence() throws IOException {
    var file = Files.createFile(folder.resolve("a-file"));

    assertThatThrownBy(() -> RunFolder.take(file.resolve("below")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("cannot be written");
  }

  private RunSecrets secrets() {
    try (var held = RunFolder.take(folder)) {
      return RunSecrets.in(held);
    }
  }

  private Path file() {
    return folder.resolve("secrets.properties");
  }
}
