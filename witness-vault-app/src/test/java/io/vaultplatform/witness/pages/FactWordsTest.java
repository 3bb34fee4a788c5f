package io.vaultplatform.witness.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.release.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Facts are sentences about records, and claim nothing about anybody. */
class FactWordsTest {
  private static String said(String type, String detail) {
    return FactWords.sentence(
        new Fact(
            1,
            Instant.parse("2026-11-22T03:00:00Z"),
            type,
            Optional.of(detail).filter(text -> !text.isEmpty())));
  }

  @Test
  void answers_and_states_are_named() {
    assertThat(said("confirmation_recorded", "decision=confirm")).isEqualTo("A trustee confirmed.");
    assertThat(said("confirmation_recorded", "decision=refuse")).isEqualTo("A trustee refused.");
    assertThat(said("trigger_stepped", "event=tick to=verifying"))
        .isEqualTo("The plan's state became: the trustees are asked.");
  }

  @Test
  void an_entry_without_words_of_its_own_keeps_its_name() {
    assertThat(said("something_new", "")).isEqualTo("something new.");
  }

  @Test
  void a_step_that_left_the_state_as_it_was_is_no_news() {
    var at = Instant.parse("2026-11-22T03:00:00Z");
    var facts =
        List.of(
            new Fact(1, at, "trigger_stepped", Optional.of("event=tick to=armed")),
            new Fact(2, at, "reminder_accepted", Optional.of("channel=mail")),
            new Fact(3, at, "trigger_stepped", Optional.of("event=tick to=armed")),
            new Fact(4, at, "trigger_stepped", Optional.of("event=tick to=warned")));
    assertThat(FactWords.rows(facts)).hasSize(3);
  }

  @Test
  void a_reminder_after_a_check_in_does_not_make_the_plan_wait_anew() {
    var at = Instant.parse("2026-11-22T03:00:00Z");
    var facts =
        List.of(
            new Fact(1, at, "check_in", Optional.of("event=check_in to=armed")),
            new Fact(2, at, "trigger_stepped", Optional.of("event=tick to=armed")),
            new Fact(3, at, "trigger_stepped", Optional.of("event=tick to=warned")));
    assertThat(FactWords.rows(facts))
        .extracting(row -> row.get("what"))
        .containsExactly(
            "The owner checked in.", "The plan's state became: a check-in is asked for.");
  }
}
