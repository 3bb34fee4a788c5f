package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static String read(String typed) {
    return switch (RecoveryCode.parse(typed)) {
      case Outcome.Done<RecoveryCode>(var code) -> code.text();
      case Outcome.Refused<RecoveryCode> refused -> "";
    };
  }
}
