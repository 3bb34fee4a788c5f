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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSecretsTest {
  private final Path folder;

  RunSecretsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void the_first_start_makes_secrets_that_nobody_else_can_read() throws IOException {
    var secrets = secrets();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(new HashSet<>(secrets.all())).hasSize(6).allMatch(value -> value.length() == 32);
    assertThat(secrets.toString()).doesNotContain(secrets.get("db.app.password"));
  }

  @Test
  void the_second_start_reads_the_same_ones() {
    var first = secrets();
    var second = secrets();

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

  @Test
  void a_folder_that_may_only_be_read_is_refused_in_a_sentence() throws IOException {
    var readOnly = Files.createDirectory(folder.resolve("read-only"));
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-x------"));
    // Root may write everywhere, but not in a file system that takes no new folder.
    var refused = Files.isWritable(readOnly) ? Path.of("/proc/self/vault-run") : readOnly;

    assertThatThrownBy(() -> RunFolder.take(refused))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("VAULT_RUN_FOLDER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx---r--"})
  void a_folder_that_others_can_look_into_is_refused_and_left_as_it_is(String mode)
      throws IOException {
    var open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> RunFolder.take(open))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("chmod 700");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open))).isEqualTo(mode);
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void keys_without_their_database_are_not_given_an_empty_one() throws IOException {
    var pgdata = folder.resolve("pgdata");
    try (var held = RunFolder.take(folder)) {
      new KeyStoreFile(held).refuseEmpty(pgdata);
      Files.createFile(folder.resolve("keystore.p12"));

      assertThatThrownBy(() -> new KeyStoreFile(held).refuseEmpty(pgdata))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining(pgdata + " is missing")
          .hasMessageContaining("backup");
      Files.createDirectory(pgdata);
      new KeyStoreFile(held).refuseEmpty(pgdata);
    }
  }

  @Test
  void the_first_start_is_the_one_that_makes_the_keys_however_often_it_was_interrupted()
      throws IOException {
    secrets();
    try (var held = RunFolder.take(folder)) {
      assertThat(new KeyStoreFile(held).fresh()).isTrue();
      Files.createFile(folder.resolve("keystore.p12"));
      assertThat(new KeyStoreFile(held).fresh()).isFalse();
    }
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
