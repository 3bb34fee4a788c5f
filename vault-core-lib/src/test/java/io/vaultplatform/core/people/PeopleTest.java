package io.vaultplatform.core.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Aliases, tries and states as pure rules. */
class PeopleTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final CodeTries.Limit LIMIT = new CodeTries.Limit(5, Duration.ofHours(1));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ann",
        "  Ann  ",
        "Änne-Sophie O'Neil",
        "安",
        "<b>Ann</b>",
        "'; DROP TABLE x; --",
        "A \"B\" & C"
      })
  void an_alias_is_whatever_people_call_each_other(String typed) {
    assertThat(Alias.parse("alias", typed))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> assertThat(((Alias) done.value()).text()).isEqualTo(typed.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "Ann\r\nBcc: eve@example.org",
        "Ann\nBut see evil.example",
        "Ann\u0000",
        "\u202Ennа",
        "A\u200Bnn",
        "Ann\u2028Eve",
        "\uD800"
      })
  void no_alias_breaks_a_line_or_hides_a_character(String typed) {
    assertThat(Alias.parse("alias", typed))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains("alias"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00A0",
        "\u115F",
        "\u1160",
        "\u3164",
        "\uFFA0",
        "\u2800",
        "A\u3164",
        "\u00A0Ann",
        "Ann\u00A0"
      })
  void an_alias_that_looks_blank_or_has_blanks_that_do_not_show_is_refused_with_their_name(
      String typed) {
    assertThat(Alias.parse("alias", typed))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.refusal().detail())
                    .containsPattern("U\\+[0-9A-F]{4} \\([A-Z -]+\\)"));
  }

  @Test
  void an_alias_of_marks_without_a_letter_is_refused() {
    assertThat(Alias.parse("alias", "\uFE0F")).isInstanceOf(Outcome.Refused.class);
    assertThat(Alias.parse("alias", "\u2764\uFE0F")).isInstanceOf(Outcome.Done.class);
    assertThat(Alias.parse("alias", "Ann\u00A0Lee")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void an_alias_has_at_most_eighty_characters() {
    assertThat(Alias.parse("alias", "a".repeat(80))).isInstanceOf(Outcome.Done.class);
    assertThat(Alias.parse("alias", "a".repeat(81))).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void after_five_wrong_codes_there_is_a_wait_of_an_hour() {
    var tries = new CodeTries(0, NOON);
    for (int i = 0; i < 5; i++) {
      assertThat(tries.allow(NOON, LIMIT)).isTrue();
      tries = tries.oneMore(NOON, LIMIT);
    }
    assertThat(tries.allow(NOON.plus(Duration.ofMinutes(59)), LIMIT)).isFalse();
    assertThat(tries.allow(NOON.plus(Duration.ofHours(1)), LIMIT)).isTrue();
    assertThat(tries.oneMore(NOON.plus(Duration.ofHours(1)), LIMIT))
        .isEqualTo(new CodeTries(1, NOON.plus(Duration.ofHours(1))));
  }

  @ParameterizedTest
  @EnumSource(TrusteeState.class)
  void a_bounce_never_leaves_a_trustee_confirmed_and_coming_back_always_does(TrusteeState state) {
    assertThat(state.bounced()).isNotEqualTo(TrusteeState.CONFIRMED);
    assertThat(state.cameBack()).isEqualTo(TrusteeState.CONFIRMED);
    assertThat(TrusteeState.of(state.text())).isEqualTo(state);
  }
}
