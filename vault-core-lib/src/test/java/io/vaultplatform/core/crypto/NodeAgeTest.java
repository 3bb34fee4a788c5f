package io.vaultplatform.core.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The npm package {@code age-encryption} opens our files, and we open its: both suites, a
 * passphrase, binary and armored, with fresh keys each time.
 */
class NodeAgeTest {
  private static final String PEER = "peer.mjs";
  private static final String PASSPHRASE = "Grüße aus dem Tal";

  // Two chunks and a part of a third.
  private final byte[] plain = Randomness.bytes(150_000);

  private final Path folder;

  NodeAgeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void the_package_is_here_or_gets_installed() throws Exception {
    NodeAge.required();
  }

  @ParameterizedTest
  @EnumSource
  void it_opens_our_files_binary_and_armored(Suite suite) throws Exception {
    try (var identity = AgeIdentity.generate(suite);
        var second = AgeIdentity.generate(suite)) {
      var file = AgeFile.encrypt(plain, Set.of(second.recipient(), identity.recipient()));
      for (var form : List.of(file, armored(file))) {
        var age = Files.write(folder.resolve("ours.age"), form);
        NodeAge.run(PEER, "decrypt", age, out(), textOf(identity));
        assertThat(Files.readAllBytes(out())).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void we_open_its_files_binary_and_armored(Suite suite) throws Exception {
    try (var identity = AgeIdentity.generate(suite);
        var second = AgeIdentity.generate(suite)) {
      for (var form : List.of("binary", "armored")) {
        var recipients = List.of(second.recipient().text(), identity.recipient().text());
        NodeAge.run(
            PEER, "encrypt", plain(), out(), form, recipients.getFirst(), recipients.getLast());
        assertThat(opened(identity)).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void its_keys_are_ours_and_it_opens_what_we_rewrote_for_them(Suite suite) throws Exception {
    var keys = NodeAge.run(PEER, "keygen", suite == Suite.HYBRID ? "hybrid" : "x25519");
    try (var identity = AgeIdentity.parse(keys.getFirst());
        var first = AgeIdentity.generate(suite)) {
      assertThat(identity.suite()).isEqualTo(suite);
      assertThat(identity.recipient().text()).isEqualTo(keys.getLast());
      var original = AgeFile.encrypt(plain, Set.of(first.recipient()));
      var header = AgeHeader.read(original, AgeLimits.DEFAULT).orThrow("our file");
      var added = header.adding(first, Set.of(identity.recipient())).orThrow("our header");
      var joined = new ByteArrayOutputStream();
      joined.writeBytes(added.bytes());
      joined.write(original, header.length(), original.length - header.length());
      var age = Files.write(folder.resolve("ours.age"), joined.toByteArray());
      NodeAge.run(PEER, "decrypt", age, out(), keys.getFirst());
      assertThat(Files.readAllBytes(out())).isEqualTo(plain);
    }
  }

  @Test
  void it_opens_our_passphrase_files() throws Exception {
    try (var passphrase = Passphrase.of(PASSPHRASE.toCharArray())) {
      var file = new ByteArrayOutputStream();
      AgeFile.encrypt(new ByteArrayInputStream(plain), passphrase, 10, file);
      for (var form : List.of(file.toByteArray(), armored(file.toByteArray()))) {
        var age = Files.write(folder.resolve("ours.age"), form);
        NodeAge.run(PEER, "decrypt-passphrase", age, out(), PASSPHRASE);
        assertThat(Files.readAllBytes(out())).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "armored"})
  void we_open_its_passphrase_files(String form) throws Exception {
    NodeAge.run(PEER, "encrypt-passphrase", plain(), out(), form, PASSPHRASE, 10);
    var opened = new ByteArrayOutputStream();
    try (var passphrase = Passphrase.of(PASSPHRASE.toCharArray());
        var file = Files.newInputStream(out())) {
      AgeFile.decrypt(file, passphrase, AgeLimits.DEFAULT, opened).orThrow("its file");
    }
    assertThat(opened.toByteArray()).isEqualTo(plain);
  }

  @TestFactory
  Stream<DynamicTest> vectors_made_now_are_answered_as_those_that_are_kept() throws Exception {
    var fresh = Files.createDirectory(folder.resolve("vectors"));
    NodeAge.run("vectors.mjs", fresh);
    return AgeVector.allIn(fresh).map(v -> DynamicTest.dynamicTest(v.name(), v::check));
  }

  private byte[] opened(AgeIdentity identity) throws IOException {
    var opened = new ByteArrayOutputStream();
    try (var file = Files.newInputStream(out());
        OutputStream sink = opened) {
      AgeFile.decrypt(file, List.of(identity), sink).orThrow("its file");
    }
    return opened.toByteArray();
  }

  private Path plain() throws IOException {
    return Files.write(folder.resolve("plain"), plain);
  }

  private Path out() {
    return folder.resolve("theirs");
  }

  private static String textOf(AgeIdentity identity) {
    try (var text = identity.text()) {
      return text.expose(bytes -> new String(bytes, US_ASCII));
    }
  }

  private static byte[] armored(byte[] file) throws IOException {
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      armor.write(file);
    }
    return armored.toByteArray();
  }
}
