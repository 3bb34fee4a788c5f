package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.crypto.AgeCommand;
import io.vaultplatform.core.crypto.Randomness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an owner's stays theirs without us: their keys and their files open with age. */
class OwnKeysIT {
  private static final String VAULT = "Evidence";
  private final byte[] plain = Randomness.bytes(200_000);
  private final Someone owner;

  OwnKeysIT(@TempDir Path folder) {
    owner = Someone.named("river", folder);
  }

  @BeforeAll
  static void age_is_here() throws InterruptedException {
    AgeCommand.required();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C"})
  void a_file_fetched_as_it_is_stored_opens_with_the_saved_keys_and_no_tool_of_ours(String type)
      throws Exception {
    owner.does("register", "--name", owner.name);
    owner.does("vault", "create", "--suite", "classic", VAULT);
    Files.write(owner.file("photo.jpg"), plain);
    if (type.equals("C")) {
      owner.hasPractised();
    }
    var stored = owner.does("put", "--class", type, VAULT, owner.file("photo.jpg").toString());

    owner.does("whoami", "--save-keys", owner.file("keys.txt").toString());
    var file = owner.file("photo.age");
    owner.does("get", VAULT, stored.get("document").asText(), "--encrypted", "-o", file.toString());

    var opened = AgeCommand.run("-d", "-i", owner.file("keys.txt").toString(), file.toString());
    // What follows the file is padding, as docs/formats/document-metadata-v1.md says.
    assertThat(Arrays.copyOf(opened, plain.length)).isEqualTo(plain);
    assertThat(Arrays.copyOfRange(opened, plain.length, opened.length)).containsOnly(0);
  }

  @Test
  void saved_keys_replace_no_file_and_only_their_owner_reads_them() throws Exception {
    owner.does("register", "--name", owner.name);
    var file = owner.file("keys.txt");
    owner.does("whoami", "--save-keys", file.toString());
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    var before = Files.readString(file);

    var again = owner.types("whoami", "--save-keys", file.toString());

    assertThat(again.status()).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(again.out() + again.errors()).doesNotContain("AGE-SECRET-KEY");
  }
}
