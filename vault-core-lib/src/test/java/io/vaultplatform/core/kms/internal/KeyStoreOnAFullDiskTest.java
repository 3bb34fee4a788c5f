package io.vaultplatform.core.kms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.spi.KmsProvider.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A change of the key store that cannot be written leaves the file as it was, says so, and succeeds
 * once there is room.
 *
 * <p>The writer is another process, which the system lets write no file longer than a kibibyte: its
 * writing breaks off in the middle, as on a full disk.
 */
class KeyStoreOnAFullDiskTest {
  private static final Set<KeyRef> NONE_UNUSED = Set.of();
  private static final Thing THING = Thing.subject(new UUID(7, 7));

  @TempDir Path folder = Path.of("");

  enum Change {
    ADD,
    DESTROY,
    ERASE
  }

  private static void change(Path file, Change change) {
    var operator = new Pkcs12Provider().open(Caller.OPERATOR, NONE_UNUSED, settings(file));
    switch (change) {
      case ADD -> operator.add(KeyRef.DATA);
      case DESTROY -> operator.destroy(new KeyVersion(KeyRef.AUDIT, 1));
      case ERASE -> operator.erase(List.of(THING));
    }
    operator.close();
  }

  /** The other process: makes a change, or says what was in its way and ends with 7. */
  public static void main(String[] arguments) {
    try {
      change(Path.of(arguments[0]), Change.valueOf(arguments[1]));
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      System.exit(7);
    }
  }

  @BeforeEach
  void a_key_store_with_a_version_that_can_be_destroyed() {
    new Pkcs12Provider()
        .open(Caller.APPLICATION, Set.of(KeyRef.values()), settings(file()))
        .close();
    try (var operator = new Pkcs12Provider().open(Caller.OPERATOR, NONE_UNUSED, settings(file()))) {
      operator.add(KeyRef.AUDIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_change_that_breaks_off_leaves_the_file_as_it_was_and_can_be_repeated(Change change)
      throws Exception {
    var before = Files.readAllBytes(file());
    assertThat(before.length).as("more than the writer may write").isGreaterThan(1024);

    var said = withALimit(change, "ulimit -f 1");

    assertThat(said).contains(file().toString(), "could not be replaced", "disk full");
    assertThat(file()).hasBinaryContent(before);
    assertThat(folder.resolve("keystore.p12.new")).doesNotExist();
    assertThat(versions()).isEqualTo(versionsBefore());

    change(file(), change);

    assertThat(Files.readAllBytes(file())).isNotEqualTo(before);
    assertThat(withALimit(change, "true")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void half_a_file_that_a_killed_writer_left_is_no_key_store_and_in_nobodys_way(Change change)
      throws IOException {
    var before = Files.readAllBytes(file());
    Files.write(folder.resolve("keystore.p12.new"), java.util.Arrays.copyOf(before, 1024));
    assertThat(versions()).isEqualTo(versionsBefore());
    change(file(), change);
    assertThat(folder.resolve("keystore.p12.new")).doesNotExist();
  }

  @Test
  void a_file_that_cannot_be_made_is_no_wrong_password() throws IOException {
    // A folder that is not empty stands where the new file would.
    Files.createDirectories(folder.resolve("keystore.p12.new").resolve("in the way"));
    assertThatThrownBy(() -> change(file(), Change.ADD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("could not be replaced")
        .hasMessageNotContaining("password");
    assertThat(versions()).isEqualTo(versionsBefore());
  }

  private List<KeyVersion> versions() {
    try (var all = new Pkcs12Provider().open(Caller.APPLICATION, NONE_UNUSED, settings(file()))) {
      var versions = new ArrayList<KeyVersion>();
      for (var key : List.of(KeyRef.DATA, KeyRef.AUDIT)) {
        versions.addAll(all.versions(key));
      }
      assertThat(all.keyOf(THING)).isPresent();
      return versions;
    }
  }

  private static List<KeyVersion> versionsBefore() {
    return List.of(
        new KeyVersion(KeyRef.DATA, 1),
        new KeyVersion(KeyRef.AUDIT, 1),
        new KeyVersion(KeyRef.AUDIT, 2));
  }

  private String withALimit(Change change, String limit) throws Exception {
    var process =
        new ProcessBuilder(
                "sh",
                "-c",
                limit + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KeyStoreOnAFullDiskTest.class.getName(),
                file().toString(),
                change.name())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(limit.equals("true") ? 0 : 7);
    return said;
  }

  private Path file() {
    return folder.resolve("keystore.p12");
  }

  private static Map<String, String> settings(Path file) {
    return Map.of(
        "vault.keystore", file.toString(), "vault.keystore.password", "a password for tests");
  }
}
