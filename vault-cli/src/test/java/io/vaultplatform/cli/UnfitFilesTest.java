package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and ids that are not what their option says: one sentence names them, nothing breaks. */
class UnfitFilesTest {
  @TempDir Path folder = Path.of("");

  @BeforeEach
  void a_file_and_keys() throws IOException {
    Files.writeString(folder.resolve("f"), "x");
    assertThat(Shell.vault("keygen", "-o", at("me.txt")).exit()).isZero();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Shell.Ran vault(String... words) {
    var ran = Shell.vaultAt(folder, words);
    assertThat(ran.exit()).as(String.join(" ", words)).isIn(1, 2);
    assertThat(ran.err()).doesNotContain("Exception").doesNotContain("\tat ");
    return ran;
  }

  @Test
  void an_endless_file_is_refused_with_its_option_and_the_bound() {
    assumeTrue(Files.exists(Path.of("/dev/zero")), "there is no /dev/zero here");
    var link = "http://localhost:9/l/recipient/" + "A".repeat(43);
    for (var command :
        List.of(
            List.of("receipt", "verify-log", "--receipt", "/dev/zero", at("f")),
            List.of("passphrase file", "encrypt", "--passphrase-file", "/dev/zero", at("f")),
            List.of("identity file", "decrypt", "-i", "/dev/zero", at("f")),
            List.of(
                "code file",
                "release",
                "open",
                "--link",
                link,
                "-i",
                at("me.txt"),
                "--code-file",
                "/dev/zero"))) {
      var ran = vault(command.subList(1, command.size()).toArray(String[]::new));
      assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
      assertThat(ran.err()).contains(command.getFirst(), "/dev/zero", "65536 bytes");
    }
  }

  @Test
  void a_damaged_file_of_the_client_itself_is_named() throws IOException {
    var home = Files.createDirectories(Shell.home(folder));
    for (var content : List.of("null", "{", "{}", "[]", "\"x\"")) {
      for (var name : List.of("account.json", "session.json")) {
        var file = Files.writeString(home.resolve(name), content);
        // The session is read once a server is asked, and here none is.
        var command = name.equals("account.json") ? "whoami" : "sign-out";
        assertThat(vault(command).err()).contains(file + " is damaged");
        Files.delete(file);
      }
    }
    var seen = Files.writeString(home.resolve("seen.json"), "null");
    assertThat(vault("whoami").err()).contains(seen + " is damaged");
  }

  @Test
  void a_folder_is_called_one_and_a_folder_that_is_missing_is_named() {
    assertThat(vault("encrypt", "--passphrase-file", at("f"), at("")).err())
        .contains("is a folder");
    assertThat(vault("verify-log", at("")).err()).contains("is a folder");
    assertThat(vault("decrypt", "-i", at(""), at("f")).err()).contains("is a folder");
    for (var command :
        List.of(
            List.of("encrypt", "--passphrase-file", at("f"), "-o", at("none/x"), at("f")),
            List.of("keygen", "-o", at("none/x")))) {
      assertThat(vault(command.toArray(String[]::new)).err())
          .isEqualTo("vault: There is no folder " + at("none") + " to write x in.\n");
    }
    assertThat(vault("keygen", "-o", at("f/x")).err()).contains(at("f") + " is not a folder");
  }

  @Test
  void what_is_no_id_and_no_count_is_wrong_usage_with_its_name() {
    for (var command :
        List.of(
            List.of("DOCUMENT", "get", "V", "xx"),
            List.of("--trigger", "status", "V", "--trigger", "xx"),
            List.of("--trigger", "disarm", "V", "--trigger", "1-1-1-1-1"),
            List.of("--without", "arm", "V", "--without", ""))) {
      var ran = vault(command.subList(1, command.size()).toArray(String[]::new));
      assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
      assertThat(ran.err().lines().findFirst().orElse(""))
          .contains(command.getFirst(), "is no id; an id is like");
    }
    for (var count : List.of("-5", "0")) {
      var most = vault("log", "V", "--most", count);
      assertThat(most.exit()).isEqualTo(2);
      assertThat(most.err()).contains("--most");
    }
  }
}
