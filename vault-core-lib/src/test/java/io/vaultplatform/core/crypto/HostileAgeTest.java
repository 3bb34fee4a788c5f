package io.vaultplatform.core.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Hostile files: refused by name, in bounded time and memory, and never by an unexpected exception.
 */
class HostileAgeTest {
  private static final AgeIdentity OWNER = AgeIdentity.generate(Suite.CLASSIC);
  private static final byte[] PLAIN = Randomness.bytes(300);
  private static final byte[] AGE = AgeFile.encrypt(PLAIN, Set.of(OWNER.recipient()));
  private static final String STANZA =
      "-> X25519 " + base64(Randomness.bytes(32)) + "\n" + base64(new byte[32]) + "\n";

  @Test
  void a_hundred_thousand_stanzas_are_refused_after_twenty() {
    var read = new CountingStream("age-encryption.org/v1\n" + STANZA.repeat(100_000));
    assertThat(kindOf(AgeHeader.read(read, AgeLimits.DEFAULT)))
        .isEqualTo(AgeFault.Kind.TOO_MANY_STANZAS);
    assertThat(read.count).isLessThan(22 * STANZA.length() + 100);
  }

  @Test
  void a_line_that_never_ends_is_refused_at_the_header_limit() {
    var endless =
        new InputStream() {
          long count;

          @Override
          public int read() {
            int at = (int) count++;
            return at < 22 ? "age-encryption.org/v1\n".charAt(at) : 'x';
          }

          // One at a time, so that what is counted is what was asked for.
          @Override
          public int read(byte[] to, int offset, int count) {
            to[offset] = (byte) read();
            return 1;
          }
        };
    assertThat(kindOf(AgeHeader.read(endless, AgeLimits.DEFAULT)))
        .isEqualTo(AgeFault.Kind.HEADER_TOO_LARGE);
    assertThat(endless.count).isLessThan(70_000);
  }

  @Test
  void a_passphrase_file_of_work_factor_thirty_costs_no_work() {
    var header = "age-encryption.org/v1\n-> scrypt " + base64(new byte[16]) + " 30\n";
    var file = header + base64(new byte[32]) + "\n--- " + base64(new byte[32]) + "\n";
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          try (var passphrase = Passphrase.of("anything".toCharArray())) {
            var opening =
                AgeFile.decrypt(
                    stream(file.getBytes(US_ASCII)),
                    passphrase,
                    AgeLimits.DEFAULT,
                    new ByteArrayOutputStream());
            assertThat(kindOf(opening)).isEqualTo(AgeFault.Kind.SCRYPT_WORK_FACTOR);
          }
        });
  }

  @Test
  void a_recipient_with_more_arguments_than_any_type_has_is_refused() {
    for (int count : List.of(32, 33)) {
      var header = "age-encryption.org/v1\n-> a" + " b".repeat(count) + "\n\n--- ";
      var file = (header + base64(new byte[32]) + "\n").getBytes(US_ASCII);
      var read = AgeHeader.read(file, AgeLimits.DEFAULT);
      if (count == 32) {
        assertThat(read.orThrow("a test's header").stanzas().getFirst().arguments()).hasSize(32);
      } else {
        assertThat(kindOf(read)).isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
      }
    }
  }

  @Test
  void a_recipients_line_is_read_strictly() {
    var end = "\n\n--- " + base64(new byte[32]) + "\n";
    for (var line : List.of("-> a b", "-> a", "-> ~ !")) {
      var file = ("age-encryption.org/v1\n" + line + end).getBytes(US_ASCII);
      assertThat(AgeHeader.read(file, AgeLimits.DEFAULT).orThrow(line).length())
          .isEqualTo(file.length);
    }
    for (var line :
        List.of(
            "-> ",
            "->  a",
            "-> a ",
            "-> a  b",
            "-> a b ",
            "-> a\tb",
            "-> \u00e4",
            "-> a\u007f",
            "->a",
            "->",
            "--",
            "-",
            "",
            "x")) {
      var file = ("age-encryption.org/v1\n" + line + end).getBytes(ISO_8859_1);
      assertThat(kindOf(AgeHeader.read(file, AgeLimits.DEFAULT)))
          .as("'" + line + "'")
          .isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
    }
  }

  /** The JDK's encoder says what is right; its decoder forgives too much to say what is wrong. */
  @Test
  void a_body_of_any_length_is_read_and_no_second_way_to_write_it() {
    for (int length = 0; length <= 200; length++) {
      var bytes = Randomness.bytes(length);
      var right = base64(bytes);
      assertThat(read(right).orThrow("right").stanzas().getFirst().body()).isEqualTo(bytes);
      if (length % 3 != 0) {
        // The last letter has bits to spare: the next one in the alphabet decodes to the same.
        var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char next = last.charAt(last.indexOf(right.charAt(right.length() - 1)) + 1);
        isNoBase64(right.substring(0, right.length() - 1) + next);
        isNoBase64(right + "=");
      } else {
        isNoBase64(right + "A");
      }
      if (length > 0) {
        var spoilt = right.toCharArray();
        for (char wrong : "=-_.,@[`{: \r\u007f\u0080\u00ff".toCharArray()) {
          spoilt[length % spoilt.length] = wrong;
          isNoBase64(new String(spoilt));
        }
      }
    }
  }

  private static void isNoBase64(String body) {
    assertThat(kindOf(read(body))).as(body).isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
  }

  private static Opening<AgeHeader> read(String body) {
    var lines = new StringBuilder("age-encryption.org/v1\n-> a\n");
    for (int at = 0; at <= body.length(); at += 64) {
      lines.append(body, at, Math.min(at + 64, body.length())).append('\n');
    }
    var header = lines + "--- " + base64(new byte[32]) + "\n";
    return AgeHeader.read(header.getBytes(ISO_8859_1), AgeLimits.DEFAULT);
  }

  @Test
  void what_is_no_age_file_or_only_the_start_of_one_is_named() {
    assertThat(kindOf(AgeHeader.read(new byte[0], AgeLimits.DEFAULT)))
        .isEqualTo(AgeFault.Kind.NOT_AGE);
    assertThat(kindOf(AgeHeader.read("%PDF-1.7\n".getBytes(US_ASCII), AgeLimits.DEFAULT)))
        .isEqualTo(AgeFault.Kind.NOT_AGE);
    assertThat(kindOf(AgeHeader.read(Arrays.copyOf(AGE, 60), AgeLimits.DEFAULT)))
        .isEqualTo(AgeFault.Kind.TRUNCATED);
  }

  @Test
  void a_share_of_low_order_ends_the_reading_of_a_file_and_hides_no_stanza_behind_it() {
    var lowOrder = "-> X25519 " + "A".repeat(43) + "\n" + base64(new byte[32]) + "\n";
    var file = new String(AGE, ISO_8859_1);
    var covered = file.replaceFirst("\n", "\n" + lowOrder).getBytes(ISO_8859_1);
    assertThat(kindOf(decrypt(covered))).isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
    var header = AgeHeader.read(covered, AgeLimits.DEFAULT).orThrow("a test's header");
    assertThat(header.names(OWNER)).isTrue();
    assertThat(header.names(AgeIdentity.generate(Suite.CLASSIC))).isFalse();
    assertThat(header.isSound()).isFalse();
    assertThat(AgeHeader.read(AGE, AgeLimits.DEFAULT).orThrow("a test's header").isSound())
        .isTrue();
  }

  @Test
  void a_passphrase_beside_other_recipients_is_refused() {
    var both =
        "age-encryption.org/v1\n"
            + STANZA
            + "-> scrypt "
            + base64(new byte[16])
            + " 10\n"
            + base64(new byte[32])
            + "\n--- "
            + base64(new byte[32])
            + "\n";
    assertThat(kindOf(AgeHeader.read(both.getBytes(US_ASCII), AgeLimits.DEFAULT)))
        .isEqualTo(AgeFault.Kind.MALFORMED_HEADER);
  }

  @Property(tries = 2000)
  void no_flipped_bit_of_a_file_goes_unnoticed(
      @ForAll @IntRange(min = 0, max = 5000) int position, @ForAll @IntRange(max = 7) int bit) {
    var changed = AGE.clone();
    changed[position % changed.length] ^= (byte) (1 << bit);
    assertThat(decrypt(changed)).isInstanceOf(Opening.Unopened.class);
  }

  @Property(tries = 1000)
  void no_cut_file_opens(@ForAll @IntRange(min = 0, max = 5000) int length) {
    assertThat(decrypt(Arrays.copyOf(AGE, length % AGE.length)))
        .isInstanceOf(Opening.Unopened.class);
  }

  @Property(tries = 2000)
  void any_bytes_in_a_header_are_answered_with_a_value(@ForAll byte[] noise, @ForAll int seed) {
    var base = Arrays.copyOf(AGE, AgeHeader.read(AGE, AgeLimits.DEFAULT).orThrow("t").length());
    var start = 22 + Math.floorMod(seed, base.length - 22);
    var mixed = new ByteArrayOutputStream();
    mixed.write(base, 0, start);
    mixed.writeBytes(noise);
    mixed.write(base, start, base.length - start);
    var opening = AgeHeader.read(mixed.toByteArray(), AgeLimits.DEFAULT);
    // Noise after the last line is not the header's business.
    if (opening instanceof Opening.Opened<AgeHeader>(var header)
        && !Arrays.equals(header.bytes(), base)) {
      assertThat(header.opens(OWNER)).isFalse();
    }
  }

  @Property(tries = 2000)
  void armor_with_noise_in_it_never_surprises(
      @ForAll byte[] noise, @ForAll @IntRange(min = 0, max = 800) int at) throws Exception {
    var text = new ByteArrayOutputStream();
    try (var armor = Armor.writing(text)) {
      armor.write(AGE);
    }
    var base = text.toByteArray();
    var mixed = new ByteArrayOutputStream();
    int split = Math.min(at, base.length);
    mixed.write(base, 0, split);
    mixed.writeBytes(noise);
    mixed.write(base, split, base.length - split);
    var plain = new ByteArrayOutputStream();
    var opening = AgeFile.decrypt(stream(mixed.toByteArray()), List.of(OWNER), plain);
    if (opening instanceof Opening.Opened<Long>) {
      assertThat(plain.toByteArray()).isEqualTo(PLAIN);
    }
  }

  private static Opening<Long> decrypt(byte[] age) {
    return AgeFile.decrypt(stream(age), List.of(OWNER), new ByteArrayOutputStream());
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  static AgeFault.Kind kindOf(Opening<?> opening) {
    return switch (opening) {
      case Opening.Opened<?> opened -> throw new AssertionError("it opened");
      case Opening.Unopened<?>(var fault) -> fault.kind();
    };
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private static final class CountingStream extends InputStream {
    private final ByteArrayInputStream in;
    private int count;

    CountingStream(String text) {
      in = new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    @Override
    public int read() {
      count++;
      return in.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int read = in.read(to, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
