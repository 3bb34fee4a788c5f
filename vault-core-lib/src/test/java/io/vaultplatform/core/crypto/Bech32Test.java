package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The text form of keys, of any length. */
class Bech32Test {

  @Property(tries = 500)
  void what_is_written_is_read_again(@ForAll @Size(max = 1300) byte[] bytes) {
    var text = text(bytes);
    assertThat(Bech32.decode(text, "age1pq", false)).isEqualTo(bytes);
    assertThat(Bech32.decode(text.toUpperCase(Locale.ROOT), "age1pq", true)).isEqualTo(bytes);
  }

  @Property(tries = 500)
  void one_other_character_is_noticed(
      @ForAll @Size(min = 1, max = 1300) byte[] bytes,
      @ForAll @IntRange(min = 0, max = 1_000_000) int where,
      @ForAll @IntRange(min = 1, max = 126) int shift) {
    var text = new StringBuilder(text(bytes));
    int at = where % text.length();
    text.setCharAt(at, (char) ((text.charAt(at) + shift) % 127));
    assertThatThrownBy(() -> Bech32.decode(text, "age1pq", false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300)
  void bits_left_over_are_zero_so_that_no_two_texts_mean_one_key(
      @ForAll @Size(value = 33) byte[] bytes) {
    var words = Bech32.toWords(bytes);
    words[words.length - 1] |= 1; // of 33 bytes, one bit of the last character is not used
    var second = new String(Bech32.written("age", words), StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Bech32.decode(second, "age", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bits left over");
  }

  @Test
  void a_letter_of_the_other_case_is_refused_wherever_it_stands() {
    // Every character of the alphabet, several times.
    var bytes = new byte[400];
    new java.util.Random(1).nextBytes(bytes);
    var lower = text(bytes);
    var upper = lower.toUpperCase(Locale.ROOT);
    assertThat(lower.substring(7).chars().distinct().count()).isEqualTo(32);
    for (int i = 0; i < lower.length(); i++) {
      if (lower.charAt(i) != upper.charAt(i)) {
        var inLower = lower.substring(0, i) + upper.charAt(i) + lower.substring(i + 1);
        var inUpper = upper.substring(0, i) + lower.charAt(i) + upper.substring(i + 1);
        assertThatThrownBy(() -> Bech32.decode(inLower, "age1pq", false))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bech32.decode(inUpper, "age1pq", true))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void a_text_has_at_most_4096_characters() {
    // "aged1", six characters of checksum, and five bits in each of the others.
    assertThat(Bech32.decode(ofLength(4096), "aged", false)).hasSize(2553);
    assertThatThrownBy(() -> Bech32.decode(ofLength(4097), "aged", false))
        .hasMessageContaining("length");
    assertThatThrownBy(() -> Bech32.decode("age1qqqqq", "age", false))
        .hasMessageContaining("length");
  }

  private static String ofLength(int length) {
    var words = new byte[length - 5 - 6];
    return new String(Bech32.written("aged", words), StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(Bech32.encode("age1pq", bytes), StandardCharsets.US_ASCII);
  }
}
