package io.vaultplatform.core.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Codes survive being copied by hand, and their stored form says nothing but yes or no. */
class RecipientCodeProperties {

  @Property
  void what_is_written_is_read_again(@ForAll @Size(10) byte[] random) {
    var code = RecipientCode.of(random);
    assertThat(code.text()).matches("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}");
    assertThat(RecipientCode.parse(code.text())).contains(code);
  }

  @Property
  void small_letters_other_separators_and_look_alikes_are_forgiven(
      @ForAll @Size(10) byte[] random) {
    var code = RecipientCode.of(random);
    var copied =
        code.text().toLowerCase(Locale.ROOT).replace("-", " ").replace('0', 'o').replace('1', 'l');
    assertThat(RecipientCode.parse("  " + copied + "\n")).contains(code);
    assertThat(RecipientCode.parse(code.text().replace("-", "").replace('1', 'I'))).contains(code);
  }

  @Property
  void one_wrong_character_does_not_match(
      @ForAll @Size(10) byte[] random,
      @ForAll @Size(16) byte[] salt,
      @ForAll @IntRange(max = 15) int at) {
    var code = RecipientCode.of(random);
    var text = code.text().replace("-", "").toCharArray();
    text[at] = text[at] == 'Z' ? 'Y' : 'Z';
    var wrong = RecipientCode.parse(new String(text)).orElseThrow();
    assertThat(code.matches(code.hash(salt))).isTrue();
    assertThat(wrong.matches(code.hash(salt))).isFalse();
  }

  @Property
  void the_stored_form_is_read_again(
      @ForAll @Size(10) byte[] random, @ForAll @Size(16) byte[] salt) {
    var hash = RecipientCode.of(random).hash(salt);
    assertThat(CodeHash.parse("codeHash", hash.text())).isEqualTo(Outcome.done(hash));
  }

  @Example
  void the_example_of_the_format_page() {
    var code = RecipientCode.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertThat(code.text()).isEqualTo("000G-40R4-0M30-E209");
    var salt = new byte[16];
    for (byte i = 0; i < 16; i++) {
      salt[i] = i;
    }
    assertThat(code.hash(salt).text())
        .isEqualTo(
            "rc1.AAECAwQFBgcICQoLDA0ODw.579b07112355cb1ff20496d00562328e24310d2502b17d8bcfe78ffb54253134");
  }

  @Example
  void what_is_no_code_is_none() {
    for (var text :
        new String[] {
          "",
          "7ZK4-M0QD-9XTB",
          "7ZK4-M0QD-9XTB-H2WE-1",
          "7ZK4-M0QD-9XTB-H2WU",
          "<script>",
          "0".repeat(1_000_000)
        }) {
      assertThat(RecipientCode.parse(text)).isEmpty();
    }
  }

  @Example
  void nothing_is_printed() {
    var code = RecipientCode.of(new byte[10]);
    assertThat(code + " " + code.hash(new byte[16])).doesNotContain("0000").doesNotContain("rc1");
  }
}
