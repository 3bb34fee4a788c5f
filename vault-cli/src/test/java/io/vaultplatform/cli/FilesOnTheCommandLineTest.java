package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vaultplatform.cli.http.Json;
import io.vaultplatform.cli.work.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keygen, encrypt, decrypt, verify-log: what needs no server; and the exit codes. */
class FilesOnTheCommandLineTest {
  @TempDir Path folder = Path.of("");

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private String recipient(String name) throws IOException {
    var ran = Shell.vault("keygen", "-o", at(name), "--json");
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Json.parse(ran.out().getBytes(StandardCharsets.UTF_8)).text("recipient");
  }

  @Test
  void keys_go_into_a_private_file_that_is_never_overwritten_and_never_printed()
      throws IOException {
    recipient("me.txt");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("me.txt"))))
        .isEqualTo("rw-------");
    var before = Files.readString(folder.resolve("me.txt"));
    var again = Shell.vault("keygen", "-o", at("me.txt"));
    assertThat(again.exit()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("me.txt"))).isEqualTo(before);
    var other = Shell.vault("keygen", "-o", at("other.txt"));
    assertThat(other.out() + other.err())
        .contains("other.txt.pub")
        .doesNotContain("AGE-SECRET-KEY");
    assertThat(Files.readString(folder.resolve("other.txt.pub")))
        .contains("age1pq1", "+ml-dsa-44:")
        .doesNotContain("AGE-SECRET-KEY");
  }

  @Test
  void a_file_of_public_keys_that_is_there_already_stops_the_making_of_new_keys()
      throws IOException {
    Files.writeString(folder.resolve("me.txt.pub"), "mine");
    assertThat(Shell.vault("keygen", "-o", at("me.txt")).exit()).isEqualTo(1);
    assertThat(folder.resolve("me.txt")).doesNotExist();
    assertThat(folder.resolve("me.txt.pub")).hasContent("mine");
    Files.delete(folder.resolve("me.txt.pub"));
    Files.writeString(folder.resolve("me.txt"), "mine");
    assertThat(Shell.vault("keygen", "-o", at("me.txt")).exit()).isEqualTo(1);
    assertThat(folder.resolve("me.txt")).hasContent("mine");
    assertThat(folder.resolve("me.txt.pub")).doesNotExist();
  }

  @Test
  void a_file_is_made_for_the_file_that_somebody_gave_and_for_the_strongest_key_in_it()
      throws IOException {
    recipient("me.txt");
    Files.writeString(folder.resolve("note.txt"), "hello");
    assertThat(
            Shell.vault("encrypt", "-r", at("me.txt.pub"), "-o", at("n.age"), at("note.txt"))
                .exit())
        .isZero();
    assertThat(Files.readString(folder.resolve("n.age"), StandardCharsets.ISO_8859_1))
        .contains("-> mlkem768x25519 ");
    assertThat(Shell.vault("decrypt", "-i", at("me.txt"), "-o", at("back"), at("n.age")).exit())
        .isZero();
  }

  @Test
  void kinds_of_keys_are_not_mixed_in_one_file() throws IOException {
    var both = recipient("me.txt").split(" ", -1);
    Files.writeString(folder.resolve("note.txt"), "hello");
    var ran =
        Shell.vault("encrypt", "-r", both[0], "-r", both[1], "-o", at("n.age"), at("note.txt"));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("keys of one kind");
    assertThat(folder.resolve("n.age")).doesNotExist();
  }

  @Test
  void a_file_goes_to_a_key_and_back_also_as_text() throws IOException {
    var to = recipient("me.txt");
    Files.writeString(folder.resolve("note.txt"), "hello");
    assertThat(Shell.vault("encrypt", "-r", to, "-a", "-o", at("n.age"), at("note.txt")).exit())
        .isZero();
    assertThat(Files.readString(folder.resolve("n.age")))
        .startsWith("-----BEGIN AGE ENCRYPTED FILE");
    assertThat(Shell.vault("decrypt", "-i", at("me.txt"), "-o", at("back"), at("n.age")).exit())
        .isZero();
    assertThat(Files.readString(folder.resolve("back"))).isEqualTo("hello");
  }

  @Test
  void a_passphrase_file_works_both_ways_and_the_wrong_one_is_refused() throws IOException {
    Files.writeString(folder.resolve("pass"), "open sesame\n");
    Files.writeString(folder.resolve("wrong"), "open barley\n");
    Files.writeString(folder.resolve("note.txt"), "hello");
    assertThat(
            Shell.vault(
                    "encrypt", "--passphrase-file", at("pass"), "-o", at("n.age"), at("note.txt"))
                .exit())
        .isZero();
    var wrong =
        Shell.vault("decrypt", "--passphrase-file", at("wrong"), "-o", at("back"), at("n.age"));
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(folder.resolve("back")).doesNotExist();
    assertThat(
            Shell.vault("decrypt", "--passphrase-file", at("pass"), "-o", at("back"), at("n.age"))
                .exit())
        .isZero();
    assertThat(Files.readString(folder.resolve("back"))).isEqualTo("hello");
  }

  @Test
  void a_changed_file_is_refused_and_leaves_nothing_behind() throws IOException {
    var to = recipient("me.txt");
    Files.write(folder.resolve("note.txt"), new byte[200_000]);
    Shell.vault("encrypt", "-r", to, "-o", at("n.age"), at("note.txt"));
    var bytes = Files.readAllBytes(folder.resolve("n.age"));
    bytes[bytes.length - 20] ^= 1;
    Files.write(folder.resolve("n.age"), bytes);
    var ran = Shell.vault("decrypt", "-i", at("me.txt"), "-o", at("back"), at("n.age"));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("changed or cut");
    try (var left = Files.list(folder)) {
      assertThat(left.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("me.txt", "me.txt.pub", "note.txt", "n.age");
    }
  }

  @Test
  void wrong_usage_a_refusal_and_silence_have_their_own_exit_codes() throws IOException {
    assertThat(Shell.vault().exit()).isEqualTo(2);
    assertThat(Shell.vault("no-such-command").exit()).isEqualTo(2);
    assertThat(Shell.vault("encrypt", at("note.txt")).exit()).isEqualTo(2);
    assertThat(Shell.vault("encrypt", "-r", "age1wrong", at("note.txt")).exit()).isEqualTo(2);
    assertThat(Shell.vault("verify-log", at("none")).exit()).isEqualTo(2);
    Files.writeString(folder.resolve("log"), "not a log\n");
    var broken = Shell.vault("verify-log", at("log"));
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.out()).startsWith("BROKEN at entry 0");
    assertThat(Shell.vault("--version").exit()).isZero();
    Files.writeString(folder.resolve("f"), "x");
    var silent = Shell.vault("demo", "--mailbox", "http://127.0.0.1:9", at("f"));
    assertThat(silent.exit()).isEqualTo(3);
    assertThat(silent.err()).contains("No answer").doesNotContain("Exception");
  }

  @Test
  void json_refusals_carry_exit_code_and_sentence() {
    var ran = Shell.vault("verify-log", "--json", at("none"));
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("\"exit\" : 2").contains("There is no file");
  }

  @Test
  void usage_errors_are_json_for_those_who_ask_for_it() throws IOException {
    for (var wrong :
        List.of(
            List.of("encrypt", "--json", "--no-such-option"),
            List.of("recipient", "add", "--json", "Evidence"),
            List.of("verify-log", "--json", "--key", "ed25519:x", at("me.txt")))) {
      recipient("me.txt");
      var ran = Shell.vault(wrong.toArray(String[]::new));
      assertThat(ran.exit()).as(wrong.toString()).isEqualTo(2);
      assertThat(Json.parse(ran.err().getBytes(StandardCharsets.UTF_8)).number("exit"))
          .isEqualTo(2);
      Files.delete(folder.resolve("me.txt"));
      Files.delete(folder.resolve("me.txt.pub"));
    }
  }

  @Test
  void malformed_keys_are_wrong_usage() throws IOException {
    Files.writeString(folder.resolve("f"), "x");
    var key = Shell.vault("verify-log", "--key", "ed25519:x", at("f"));
    assertThat(key.exit()).isEqualTo(2);
    assertThat(key.err()).contains("--key");
    recipient("me.txt");
    var owner =
        Shell.vault(
            "release",
            "open",
            "--link",
            "A".repeat(43),
            "--code",
            "x",
            "-i",
            at("me.txt"),
            "--owner-key",
            "age1x");
    assertThat(owner.exit()).isEqualTo(2);
    assertThat(owner.err()).contains("--owner-key");
  }

  @Test
  void json_results_never_mix_with_the_bytes() throws IOException {
    var to = recipient("me.txt");
    Files.writeString(folder.resolve("note.txt"), "hello");
    var ran = Shell.vault("encrypt", "--json", "-r", to, "-o", at("n.age"), at("note.txt"));
    assertThat(Json.parse(ran.out().getBytes(StandardCharsets.UTF_8)).text("file"))
        .isEqualTo(at("n.age"));
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.ISO_8859_1));
    try {
      assertThat(Shell.vault("encrypt", "--json", "-r", to, at("note.txt")).out()).isEmpty();
    } finally {
      System.setOut(before);
    }
    assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
        .startsWith("age-encryption.org/v1")
        .doesNotContain("\"file\"");
  }

  @Test
  void a_pipe_is_read_like_a_file() throws Exception {
    var to = recipient("me.txt");
    Files.writeString(folder.resolve("note.txt"), "hello");
    Shell.vault("encrypt", "-r", to, "-o", at("n.age"), at("note.txt"));
    assertThat(run(Map.of(), "mkfifo", at("pipe"))).startsWith("0");
    var writer =
        new ProcessBuilder("sh", "-c", "cat n.age > pipe").directory(folder.toFile()).start();
    var ran = Shell.vault("decrypt", "-i", at("me.txt"), "-o", at("back"), at("pipe"));
    assertThat(writer.waitFor()).isZero();
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(Files.readString(folder.resolve("back"))).isEqualTo("hello");
  }

  @Test
  void what_is_in_a_file_is_never_taken_for_words_of_the_command() throws IOException {
    var to = recipient("me.txt");
    Files.writeString(folder.resolve("words"), "--version");
    var ran = Shell.vault("encrypt", "-r", to, "@" + at("words"));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("There is no file @" + at("words"));
  }

  @Test
  void a_closed_descriptor_is_not_the_first_file_that_java_opens() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/dev/fd")), "descriptors cannot be looked at here");
    launcher(folder, "for d in 0 1 2; do [ -e /dev/fd/$d ] && printf $d; done >said; cat >>said");
    for (var closed : List.of("<&-", "</dev/null >&-", "</dev/null 2>&-", "<&- >&- 2>&-")) {
      var all = closed.startsWith("<&-") ? "1" : "0";
      assertThat(java25("cd " + folder + " && ./vault encrypt " + closed)).startsWith(all);
      assertThat(folder.resolve("said")).content().isEqualTo("012");
    }
  }

  @Test
  void a_file_has_any_letters_in_its_name_where_no_locale_is_set() throws Exception {
    launcher(folder, "echo \"$LC_ALL\"");
    assertThat(java25(at("vault"))).isEqualTo("0 C.UTF-8\n");
    assertThat(java25("LANG=C " + at("vault"))).isEqualTo("0 C.UTF-8\n");
    assertThat(java25("LANG=de_DE.UTF-8 " + at("vault"))).isEqualTo("0 \n");
  }

  @Test
  void a_folder_from_which_java_runs_nothing_is_named() throws Exception {
    var colon = Files.createDirectory(folder.resolve("a:b"));
    launcher(folder, "echo started");
    launcher(colon, "");
    assertThat(java25(at("vault"))).isEqualTo("0 started\n");
    assertThat(java25(colon + "/vault")).startsWith("2 vault: ").contains("':'", colon.toString());
  }

  /** Puts the launcher there, with a client without content and a Java that runs these lines. */
  private void launcher(Path there, String java) throws IOException {
    Files.copy(
        Path.of("..", "vault").toAbsolutePath().normalize(),
        there.resolve("vault"),
        StandardCopyOption.COPY_ATTRIBUTES);
    var built = Files.createDirectories(there.resolve("vault-cli/target/lib"));
    Files.writeString(built.resolveSibling("vault-cli-1.jar"), "");
    if (there.equals(folder)) {
      var bin = Files.createDirectories(folder.resolve("jdk/bin"));
      Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"25.0.1\"\n");
      Files.writeString(bin.resolve("java"), "#!/bin/sh\n" + java + "\n");
      Files.setPosixFilePermissions(
          bin.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Runs a line of a shell with that Java and nothing else in its environment. */
  private String java25(String line) throws Exception {
    var path = "PATH=" + System.getenv("PATH");
    return run(Map.of(), "env", "-i", path, "JAVA_HOME=" + at("jdk"), "/bin/sh", "-c", line);
  }

  @Test
  void the_launcher_is_found_through_a_link() throws Exception {
    Files.copy(
        Path.of("..", "vault").toAbsolutePath().normalize(),
        folder.resolve("vault"),
        StandardCopyOption.COPY_ATTRIBUTES);
    var built = Files.createDirectories(folder.resolve("vault-cli/target/lib"));
    Files.writeString(built.resolveSibling("vault-cli-1.jar"), "");
    var elsewhere = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(elsewhere.resolve("v"), Path.of("../vault"));
    // An empty jar holds no client: Java itself says so, and no longer the script.
    assertThat(run(Map.of(), elsewhere.resolve("v").toString(), "--version"))
        .doesNotContain("nothing is built");
  }

  @Test
  void names_from_elsewhere_are_saved_visibly() {
    assertThat(FileNames.saved(".bashrc")).isEqualTo("_bashrc");
    assertThat(FileNames.saved("...")).isEqualTo("_");
    assertThat(FileNames.saved("-rf")).isEqualTo("_rf");
    assertThat(FileNames.saved("a\u202Efdp.exe\n")).isEqualTo("a_fdp.exe_");
    assertThat(FileNames.saved("secret plan.pdf")).isEqualTo("secret plan.pdf");
  }

  @Test
  void every_command_is_found_by_its_name_alone_and_all_are_in_the_help() {
    var all = VaultCli.commandLine().getSubcommands();
    assertThat(all).hasSizeGreaterThan(30);
    all.forEach(
        (name, command) -> {
          assertThat(command.getCommandName()).isEqualTo(name);
          assertThat(VaultCli.commandLine(name, "--help").getSubcommands()).containsOnlyKeys(name);
          assertThat(VaultCli.commandLine("--help").getUsageMessage()).contains("  " + name + " ");
        });
  }

  @Test
  void the_launcher_says_in_one_sentence_what_is_missing() throws Exception {
    var script = Path.of("..", "vault").toAbsolutePath().normalize();
    assertThat(script).isExecutable();
    Files.copy(script, folder.resolve("vault"), StandardCopyOption.COPY_ATTRIBUTES);
    var unbuilt = run(Map.of(), at("vault"), "--version");
    assertThat(unbuilt)
        .isEqualTo(
            "2 vault: nothing is built yet; run: mvn -q package -pl vault-cli -am -DskipTests\n");
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }
}
