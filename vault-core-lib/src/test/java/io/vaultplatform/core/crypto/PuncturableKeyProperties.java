package io.vaultplatform.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Cutting slots out, in any order, takes these and nothing else. */
class PuncturableKeyProperties {

  @Property(tries = 200)
  void what_is_cut_out_is_gone_and_everything_else_stays(
      @ForAll @Size(min = 1, max = 8) List<Long> cut, @ForAll @Size(max = 8) List<Long> others) {
    var whole = PuncturableKey.generate();
    var rest = whole;
    for (var slot : cut) {
      rest = rest.without(slot);
    }
    try (var encoded = rest.encoded()) {
      var read = PuncturableKey.of(encoded);
      for (var slot : cut) {
        assertThat(read.at(slot)).isEmpty();
        // The nearest neighbours share all of the way but its last steps.
        others(whole, read, cut, slot ^ 1);
        others(whole, read, cut, slot ^ Long.MIN_VALUE);
      }
      others.forEach(slot -> others(whole, read, cut, slot));
      assertThat(encoded.length()).isLessThanOrEqualTo(cut.size() * 64 * 41);
    }
  }

  private static void others(PuncturableKey whole, PuncturableKey rest, List<Long> cut, long slot) {
    if (!cut.contains(slot)) {
      assertThat(rest.at(slot)).isEqualTo(whole.at(slot)).isPresent();
    }
  }

  @Property(tries = 300)
  void bytes_that_are_not_one_are_refused(@ForAll @Size(max = 200) byte[] bytes) {
    try (var secret = SecretBytes.of(bytes)) {
      if (bytes.length % 41 != 0) {
        assertThatThrownBy(() -> PuncturableKey.of(secret))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Example
  void nodes_that_overlap_or_begin_in_the_middle_are_refused() {
    for (var hex :
        List.of(
            "00"
                + "0000000000000000"
                + "11".repeat(32)
                + "01"
                + "8000000000000000"
                + "22".repeat(32),
            "01" + "4000000000000000" + "11".repeat(32),
            "41" + "0000000000000000" + "11".repeat(32),
            "ff" + "0000000000000000" + "11".repeat(32))) {
      try (var secret = SecretBytes.of(HexFormat.of().parseHex(hex))) {
        assertThatThrownBy(() -> PuncturableKey.of(secret))
            .as(hex)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  // Vectors of docs/formats/erasable-v1.md, made by other code than ours.
  @Example
  void the_vectors_hold() {
    var root = "00" + "0000000000000000" + "0f".repeat(32);
    try (var encoded = SecretBytes.of(HexFormat.of().parseHex(root));
        var key = PuncturableKey.of(encoded)) {
      long slot = PuncturableKey.slot("subject:00000000-0000-0000-0000-000000000001");
      assertThat(HexFormat.of().toHexDigits(slot)).isEqualTo("63b55ed4243e0024");
      assertThat(hex(key.at(slot).orElseThrow()))
          .isEqualTo("5c1973c384b18dca2ec45abc655289ab8dab19e6a80f89742d6a5f9d80508fa8");
      try (var less = key.without(slot);
          var rest = less.encoded()) {
        assertThat(Digest.sha256Hex(HexFormat.of().parseHex(hex(rest))))
            .isEqualTo("9d3078951e04c0634ab122bcfe9a70849a2b3cd763613ed0c208d71503f6bea0");
        assertThat(less.at(slot)).isEmpty();
      }
      var one = SecretBytes.of(HexFormat.of().parseHex("01".repeat(32)));
      var two = SecretBytes.of(HexFormat.of().parseHex("02".repeat(32)));
      assertThat(hex(PuncturableKey.joined(List.of(one, two))))
          .isEqualTo("6cdd34b22a96bde645162b1d356e0556f5e48b663cce102a0d42bbebbb47d06d");
    }
  }

  private static String hex(SecretBytes secret) {
    return secret.expose(HexFormat.of()::formatHex);
  }
}
