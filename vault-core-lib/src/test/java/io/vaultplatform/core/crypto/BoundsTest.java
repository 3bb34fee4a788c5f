package io.vaultplatform.core.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.FileKey;
import io.vaultplatform.core.base.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Of every bound the last value that is taken, and the first that is not. */
class BoundsTest {
  private static final AgeIdentity OWNER = AgeIdentity.generate(Suite.CLASSIC);
  private static final byte[] PLAIN = "what was written".getBytes(US_ASCII);

  @Test
  void argon2id_takes_64_mebibytes_to_1_gibibyte_3_to_16_passes_and_1_to_8_lanes() {
    for (var taken : List.of("m=65536,t=3,p=1", "m=1048576,t=16,p=8")) {
      assertThat(Derivation.of("$argon2id$v=19$" + taken, new byte[16]))
          .isInstanceOfSatisfying(
              Outcome.Done.class,
              done ->
                  assertThat(((Derivation) done.value()).parameters())
                      .isEqualTo("$argon2id$v=19$" + taken));
    }
    for (int length : List.of(16, 64)) {
      assertThat(Derivation.of(Derivation.DEFAULT_PARAMETERS, new byte[length]))
          .isInstanceOf(Outcome.Done.class);
    }
    for (int length : List.of(15, 65)) {
      assertThat(Derivation.of(Derivation.DEFAULT_PARAMETERS, new byte[length]))
          .isInstanceOf(Outcome.Refused.class);
    }
    refused(() -> Derivation.seed(SecretBytes.of(PLAIN), new byte[15]));
  }

  @Test
  void hkdf_gives_1_to_8160_bytes_for_a_named_purpose() {
    var secret = SecretBytes.of(new byte[32]);
    for (int length : List.of(1, 8160)) {
      assertThat(Hkdf.derive(secret, new byte[0], "test", length).length()).isEqualTo(length);
    }
    refused(() -> Hkdf.derive(secret, new byte[0], "test", 0));
    refused(() -> Hkdf.derive(secret, new byte[0], "test", 8161));
    refused(() -> Hkdf.derive(secret, new byte[0], "", 32));
  }

  @Test
  void limits_protect_and_can_be_kept() {
    assertThat(new AgeLimits(1, 128, 1).stanzas()).isEqualTo(1);
    assertThat(new AgeLimits(1, 128, 22).scryptLogN()).isEqualTo(22);
    refused(() -> new AgeLimits(0, 128, 1));
    refused(() -> new AgeLimits(1, 127, 1));
    refused(() -> new AgeLimits(1, 128, 0));
    refused(() -> new AgeLimits(1, 128, 23));
  }

  @Test
  void a_passphrase_costs_what_the_limits_allow_and_no_more() {
    try (var passphrase = Passphrase.of("anything".toCharArray())) {
      var age = new ByteArrayOutputStream();
      AgeFile.encrypt(new ByteArrayInputStream(PLAIN), passphrase, 2, age);
      for (int allowed : List.of(2, 1)) {
        var opening =
            AgeFile.decrypt(
                new ByteArrayInputStream(age.toByteArray()),
                passphrase,
                new AgeLimits(20, 65536, allowed),
                new ByteArrayOutputStream());
        assertThat(opening instanceof Opening.Opened).isEqualTo(allowed == 2);
      }
      for (int logN : List.of(0, 21)) {
        refused(() -> AgeFile.encrypt(new ByteArrayInputStream(PLAIN), passphrase, logN, age));
      }
      AgeFile.encrypt(new ByteArrayInputStream(PLAIN), passphrase, 1, new ByteArrayOutputStream());
    }
  }

  @Test
  void white_space_around_armor_is_a_kibibyte_at_most() throws IOException {
    var armored = new ByteArrayOutputStream();
    try (var armor = Armor.writing(armored)) {
      armor.write(AgeFile.encrypt(PLAIN, Set.of(OWNER.recipient())));
    }
    var text = armored.toString(US_ASCII);
    assertThat(opens(" ".repeat(1024) + text)).isTrue();
    assertThat(opens(" ".repeat(1025) + text)).isFalse();
    assertThat(opens(text + "\n".repeat(1024))).isTrue();
    assertThat(opens(text + "\n".repeat(1025))).isFalse();
    assertThat(opens(text + "\0")).isFalse();
    assertThat(opens(text.strip())).as("without a newline at its end").isTrue();
    assertThat(opens(text.replace("\n", "\r\n"))).isTrue();
    assertThat(opens(text.replace("\n", "\r"))).isFalse();
  }

  private static boolean opens(String armored) {
    return AgeFile.decrypt(armored.getBytes(US_ASCII), List.of(OWNER), 100)
        instanceof Opening.Opened;
  }

  @Test
  void a_body_of_whole_lines_ends_in_an_empty_one_and_reads_back() {
    for (int length : List.of(0, 47, 48, 49, 96)) {
      var stanza = new AgeStanza("grease", List.of("x"), Randomness.bytes(length));
      var header = AgeHeader.make(new FileKey(), List.of(stanza));
      assertThat(AgeHeader.readExactly(header.bytes(), AgeLimits.DEFAULT).orThrow("t").stanzas())
          .containsExactly(stanza);
    }
    var tooLong = "age-encryption.org/v1\n-> grease\n" + "A".repeat(65) + "\n\n--- ";
    assertThat(HostileAgeTest.kindOf(header(tooLong))).isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
    assertThat(HostileAgeTest.kindOf(header("age-encryption.org/v1\n\0\n")))
        .as("a zero byte is a character and no end")
        .isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
  }

  private static Opening<AgeHeader> header(String text) {
    return AgeHeader.read(text.getBytes(US_ASCII), AgeLimits.DEFAULT);
  }

  @Test
  void sealed_things_have_a_key_of_32_bytes_and_may_be_empty() {
    var meaning = Sealing.Meaning.of("test/v1");
    var empty = SecretBytes.of(new byte[0]);
    var key = Sealing.newKey();
    var sealed = Sealing.seal(key, empty, meaning);
    assertThat(sealed).hasSize(29);
    assertThat(Sealing.open(key, sealed, meaning)).contains(empty);
    assertThat(Sealing.open(key, new byte[28], meaning)).isEmpty();
    refused(() -> Sealing.seal(SecretBytes.of(new byte[16]), empty, meaning));
  }

  @Test
  void keys_have_the_length_of_their_kind() {
    for (int length : List.of(31, 33)) {
      var seed = SecretBytes.of(new byte[length]);
      refused(() -> AgeIdentity.ofSeed(Suite.CLASSIC, seed));
      refused(() -> AgeIdentity.ofSeed(Suite.HYBRID, seed));
      refused(() -> SigningKey.ofSeed(seed));
      var text = new String(Bech32.encode("age", new byte[length]), US_ASCII);
      refused(() -> AgeRecipient.parse(text));
    }
    refused(() -> SigningKey.ofSeed(SecretBytes.of(new byte[96])));
    refused(() -> Passphrase.of(new char[0]));
    refused(() -> new Fingerprint("0".repeat(63)));
    refused(() -> new AgeFault(AgeFault.Kind.ARMOR, " "));
  }

  private static void refused(Supplier<?> made) {
    assertThatThrownBy(made::get).isInstanceOf(IllegalArgumentException.class);
  }
}
