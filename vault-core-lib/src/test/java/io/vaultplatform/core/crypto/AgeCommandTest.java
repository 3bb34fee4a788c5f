package io.vaultplatform.core.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code age} command of the operating system as a peer: it opens our files, and we open its.
 */
class AgeCommandTest {
  private final byte[] plain = Randomness.bytes(150_000);

  @BeforeAll
  static void the_command_is_here_or_gets_installed() throws Exception {
    AgeCommand.required();
  }

  @Test
  void the_age_command_opens_our_file(@TempDir Path folder) throws Exception {
    var identity = AgeIdentity.generate(Suite.CLASSIC);
    var key = write(folder, identity);
    var file =
        Files.write(folder.resolve("f.age"), AgeFile.encrypt(plain, Set.of(identity.recipient())));
    assertThat(AgeCommand.run("-d", "-i", key.toString(), file.toString())).isEqualTo(plain);
  }

  @Test
  void the_age_command_opens_a_file_whose_header_we_rewrote(@TempDir Path folder) throws Exception {
    var first = AgeIdentity.generate(Suite.CLASSIC);
    var second = AgeIdentity.generate(Suite.CLASSIC);
    var original = AgeFile.encrypt(plain, Set.of(first.recipient()));
    var header = AgeHeader.read(original, AgeLimits.DEFAULT).orThrow("test");
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(
        header.rewrap(first, Set.of(first.recipient(), second.recipient())).orThrow("t").bytes());
    joined.write(original, header.length(), original.length - header.length());
    var file = Files.write(folder.resolve("f.age"), joined.toByteArray());
    assertThat(AgeCommand.run("-d", "-i", write(folder, second).toString(), file.toString()))
        .isEqualTo(plain);
  }

  @Test
  void we_open_the_files_of_the_age_command_binary_and_armored(@TempDir Path folder)
      throws Exception {
    var identity = AgeIdentity.generate(Suite.CLASSIC);
    var source = Files.write(folder.resolve("plain"), plain);
    for (var options : List.of(List.<String>of(), List.of("-a"))) {
      var command = new ArrayList<>(options);
      command.addAll(List.of("-r", identity.recipient().text(), source.toString()));
      var out = new ByteArrayOutputStream();
      AgeFile.decrypt(
              new ByteArrayInputStream(AgeCommand.run(command.toArray(String[]::new))),
              List.of(identity),
              out)
          .orThrow("a file of the age command");
      assertThat(out.toByteArray()).isEqualTo(plain);
    }
  }

  @Test
  void the_age_command_opens_our_armor(@TempDir Path folder) throws Exception {
    var identity = AgeIdentity.generate(Suite.CLASSIC);
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      AgeFile.encrypt(new ByteArrayInputStream(plain), Set.of(identity.recipient()), armor);
    }
    var file = Files.write(folder.resolve("f.age"), armored.toByteArray());
    assertThat(AgeCommand.run("-d", "-i", write(folder, identity).toString(), file.toString()))
        .isEqualTo(plain);
  }

  @Test
  void the_age_command_opens_our_passphrase_file_binary_and_armored(@TempDir Path folder)
      throws Exception {
    var typed = "correct horse " + UUID.randomUUID();
    var binary = new ByteArrayOutputStream();
    try (var passphrase = Passphrase.of(typed.toCharArray())) {
      AgeFile.encrypt(new ByteArrayInputStream(plain), passphrase, 10, binary);
    }
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      armor.write(binary.toByteArray());
    }
    for (var form : List.of(binary, armored)) {
      var file = Files.write(folder.resolve("f.age"), form.toByteArray());
      var out = folder.resolve("out");
      AgeCommand.runTyping(typed, "-d", "-o", out.toString(), file.toString());
      assertThat(Files.readAllBytes(out)).isEqualTo(plain);
    }
  }

  @Test
  void we_open_the_passphrase_files_of_the_age_command(@TempDir Path folder) throws Exception {
    var typed = "correct horse " + UUID.randomUUID();
    var source = Files.write(folder.resolve("plain"), plain);
    for (var armor : List.of(List.<String>of(), List.of("-a"))) {
      var file = folder.resolve("f.age");
      var command = new ArrayList<>(armor);
      command.addAll(List.of("-p", "-o", file.toString(), source.toString()));
      AgeCommand.runTyping(typed, command.toArray(String[]::new));
      var out = new ByteArrayOutputStream();
      try (var passphrase = Passphrase.of(typed.toCharArray());
          var age = Files.newInputStream(file)) {
        AgeFile.decrypt(age, passphrase, AgeLimits.DEFAULT, out).orThrow("a file of age -p");
      }
      assertThat(out.toByteArray()).isEqualTo(plain);
    }
  }

  private static Path write(Path folder, AgeIdentity identity) throws IOException {
    try (var text = identity.text()) {
      return Files.writeString(
          folder.resolve("key"), text.<String>expose(b -> new String(b, UTF_8)) + "\n");
    }
  }
}
