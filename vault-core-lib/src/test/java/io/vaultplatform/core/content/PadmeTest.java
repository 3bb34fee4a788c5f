package io.vaultplatform.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Padding hides the length, costs little, and comes off exactly. */
class PadmeTest {

  @Test
  void known_lengths_are_padded_as_the_paper_says() {
    // 9 = 0b1001: exponent 3, two bits kept after it, one bit cleared upwards.
    assertThat(Padme.padded(9)).isEqualTo(10);
    assertThat(Padme.padded(0)).isZero();
    assertThat(Padme.padded(1)).isEqualTo(1);
    assertThat(Padme.padded(8)).isEqualTo(8);
    assertThat(Padme.padded(1000)).isEqualTo(1024);
    assertThat(Padme.padded(1_000_000)).isEqualTo(1_015_808);
  }

  @Property
  void it_is_never_shorter_and_at_most_12_percent_longer(
      @ForAll @LongRange(min = 0, max = 1L << 43) long length) {
    assertThat(Padme.padded(length)).isBetween(length, length + length * 12 / 100);
    assertThat(Padme.padded(Padme.padded(length))).isEqualTo(Padme.padded(length));
  }

  @Test
  void few_lengths_are_left_to_tell_apart() {
    long different = LongStream.rangeClosed(1, 1 << 16).map(Padme::padded).distinct().count();
    assertThat(different).isLessThan(400);
  }

  @Property(tries = 200)
  void what_is_padded_comes_back_as_it_was(
      @ForAll @IntRange(max = 70_000) int length, @ForAll byte fill) throws IOException {
    var plain = new byte[length];
    Arrays.fill(plain, fill);
    var padded = Padme.pad(new ByteArrayInputStream(plain), length).readAllBytes();
    assertThat(padded).hasSize((int) Padme.padded(length));
    var back = new ByteArrayOutputStream();
    try (var cut = Padme.cut(back, length)) {
      cut.write(padded);
    }
    assertThat(back.toByteArray()).isEqualTo(plain);
  }

  @Test
  void a_file_that_changes_its_length_while_read_is_refused() {
    assertThatThrownBy(() -> Padme.pad(new ByteArrayInputStream(new byte[9]), 10).readAllBytes())
        .hasMessageContaining("shorter");
    assertThatThrownBy(() -> Padme.pad(new ByteArrayInputStream(new byte[9]), 8).readAllBytes())
        .hasMessageContaining("longer");
    assertThatThrownBy(() -> Padme.pad(new ByteArrayInputStream(new byte[1]), 0).readAllBytes())
        .hasMessageContaining("longer");
  }

  @Test
  void padding_that_holds_something_is_refused() {
    assertThatThrownBy(
            () -> {
              try (var cut = Padme.cut(new ByteArrayOutputStream(), 2)) {
                cut.write(new byte[] {1, 2, 3});
              }
            })
        .hasMessageContaining("padding");
  }

  @Test
  void a_file_cut_within_its_content_is_refused() {
    assertThatThrownBy(
            () -> {
              try (var cut = Padme.cut(new ByteArrayOutputStream(), 3)) {
                cut.write(new byte[] {1, 2});
              }
            })
        .hasMessageContaining("shorter");
  }
}
