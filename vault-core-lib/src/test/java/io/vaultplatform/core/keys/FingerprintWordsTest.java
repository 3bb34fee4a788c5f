package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.crypto.Fingerprint;
import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Words that are said aloud and typed: none is taken for another. */
class FingerprintWordsTest {

  @Test
  void the_words_are_256_and_differ_in_their_first_three_letters() {
    assertThat(FingerprintWords.ALL).hasSize(256).isSorted();
    var beginnings = new HashSet<String>();
    for (var word : FingerprintWords.ALL) {
      assertThat(word).matches("[a-z]{4,8}");
      assertThat(beginnings.add(word.substring(0, 3))).as(word).isTrue();
    }
  }

  @Test
  void any_two_words_differ_in_three_letters_at_least() {
    for (var one : FingerprintWords.ALL) {
      for (var other : FingerprintWords.ALL) {
        if (!one.equals(other)) {
          assertThat(distance(one, other)).as(one + " " + other).isGreaterThanOrEqualTo(3);
        }
      }
    }
  }

  @Test
  void a_fingerprint_is_said_by_its_digits_its_words_and_their_beginnings() {
    var mine = PrivateKeys.generate().publicKeys().fingerprint();
    var words = FingerprintWords.of(mine);
    assertThat(words.split(" ")).hasSize(FingerprintWords.COUNT);
    var beginnings = words.replaceAll("([a-z]{3})[a-z]*", "$1").toUpperCase(Locale.ROOT);
    for (var read :
        new String[] {words, beginnings, mine.digits(), mine.digits().replace(" ", "-")}) {
      assertThat(FingerprintWords.says(mine, read)).as(read).isTrue();
    }
  }

  @Test
  void what_is_shorter_longer_or_of_other_keys_does_not_say_it() {
    var mine = PrivateKeys.generate().publicKeys().fingerprint();
    var other = PrivateKeys.generate().publicKeys().fingerprint();
    var words = FingerprintWords.of(mine);
    for (var read :
        new String[] {
          "",
          " ",
          words.substring(0, words.lastIndexOf(' ')),
          words + " acorn",
          FingerprintWords.of(other),
          other.digits(),
          mine.digits().substring(0, 40)
        }) {
      assertThat(FingerprintWords.says(mine, read)).as(read).isFalse();
    }
  }

  @Test
  void the_vector_of_the_format_page_holds() {
    var hash = "00010203040506070809fffefdfcfbfa" + "00".repeat(16);
    assertThat(FingerprintWords.of(new Fingerprint(hash)))
        .isEqualTo(
            "acorn adobe album alley almond amber anchor angle apron arctic zoology zodiac zigzag"
                + " zenith zebra youth");
  }

  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int before = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int same = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        before = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
