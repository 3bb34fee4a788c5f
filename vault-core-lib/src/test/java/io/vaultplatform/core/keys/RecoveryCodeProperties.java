package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.Outcome;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** A code on paper survives a person's hand, and a mistyped one is noticed. */
class RecoveryCodeProperties {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  @Provide
  Arbitrary<byte[]> secrets() {
    return Arbitraries.bytes().array(byte[].class).ofSize(RecoveryCode.BYTES);
  }

  @Property
  void what_was_printed_is_read_back(@ForAll("secrets") byte[] secret) {
    var text = RecoveryCode.of(secret).text();
    assertThat(text).matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
    assertThat(read(text)).isEqualTo(text);
  }

  @Property
  void a_hand_that_writes_as_people_do_is_forgiven(@ForAll("secrets") byte[] secret) {
    var text = RecoveryCode.of(secret).text();
    assertThat(read(text.toLowerCase(Locale.ROOT).replace("-", " "))).isEqualTo(text);
    assertThat(read(text.replace('0', 'O').replace('1', 'l').replace("-", ""))).isEqualTo(text);
  }

  @Property(tries = 3000)
  void one_wrong_character_is_noticed_but_for_one_time_in_a_thousand(
      @ForAll("secrets") byte[] secret, @ForAll @IntRange(max = 27) int at) {
    var text = RecoveryCode.of(secret).text().replace("-", "");
    var wrong = ALPHABET.charAt((ALPHABET.indexOf(text.charAt(at)) + 1) % 32);
    var typed = text.substring(0, at) + wrong + text.substring(at + 1);
    // Whatever is read, it is never taken for the code that was printed.
    assertThat(read(typed).replace("-", "")).isNotEqualTo(text);
  }

  @Example
  void single_mistypings_of_one_code_are_all_noticed() {
    var text = RecoveryCode.of(new byte[RecoveryCode.BYTES]).text().replace("-", "");
    int missed = 0;
    for (int at = 0; at < text.length(); at++) {
      for (int i = 0; i < ALPHABET.length(); i++) {
        char c = ALPHABET.charAt(i);
        var typed = text.substring(0, at) + c + text.substring(at + 1);
        if (c != text.charAt(at) && !read(typed).isEmpty()) {
          missed++;
        }
      }
    }
    // 868 mistypings, each with a chance of 1 in 4096.
    assertThat(missed).isLessThan(4);
  }

  @Property
  void whatever_is_typed_is_read_or_refused_and_never_quoted(
      @ForAll @StringLength(max = 200) String typed) {
    switch (RecoveryCode.parse(typed)) {
      case Outcome.Done<RecoveryCode>(var code) -> assertThat(code.text()).hasSize(34);
      case Outcome.Refused<RecoveryCode>(var refusal) -> {
        assertThat(refusal.field()).contains("code");
        if (typed.strip().length() > 6) {
          assertThat(refusal.detail()).doesNotContain(typed.strip());
        }
      }
    }
  }

  @Example
  void the_vector_of_the_format_page_holds() {
    var secret = new byte[RecoveryCode.BYTES];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    assertThat(RecoveryCode.of(secret).text()).isEqualTo("000G-40R4-0M30-E209-185G-R38E-1Y9X");
    assertThat(RecoveryCode.of(secret).toString()).doesNotContain("000G");
  }

  @Example
  void a_mistake_is_named_by_its_group_or_by_the_count() {
    var text = "000G-40R4-0M30-E209-185G-R38E-1Y9X";
    assertThat(refusal("U" + text.substring(1))).contains("group 1 ");
    assertThat(refusal(text.replace("40R4", "40R*"))).contains("group 2 ");
    assertThat(refusal(text.replace("1Y9X", "U"))).contains("group 7 ");
    assertThat(refusal(text.substring(1))).contains("27 of 28 characters");
    assertThat(refusal(text + "0")).contains("more than 28 characters");
    assertThat(refusal(text.replace("1Y9X", "1Y9Z"))).contains("mistyped");
    assertThat(refusal("")).contains("0 of 28 characters");
  }

  @Example
  void a_code_that_is_typed_with_space_around_is_read_up_to_four_times_its_length() {
    var text = "000G-40R4-0M30-E209-185G-R38E-1Y9X";
    assertThat(read(text + " ".repeat(112 - text.length()))).isEqualTo(text);
    assertThat(refusal(text + " ".repeat(113 - text.length()))).contains("more than 28");
  }

  @Example
  void a_code_prints_nothing_of_itself_and_a_closed_one_is_destroyed() {
    var code = RecoveryCode.fresh();
    assertThat(code.toString()).isNotEmpty().doesNotContain(code.text());
    code.close();
    assertThatThrownBy(code::text).isInstanceOf(IllegalStateException.class);
  }

  private static String refusal(String typed) {
    return switch (RecoveryCode.parse(typed)) {
      case Outcome.Done<RecoveryCode> d -> "";
      case Outcome.Refused<RecoveryCode>(var refusal) -> refusal.detail();
    };
  }

  private static String read(String typed) {
    return switch (RecoveryCode.parse(typed)) {
      case Outcome.Done<RecoveryCode>(var code) -> code.text();
      case Outcome.Refused<RecoveryCode> refused -> "";
    };
  }
}
