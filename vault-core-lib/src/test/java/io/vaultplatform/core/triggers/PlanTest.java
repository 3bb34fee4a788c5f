package io.vaultplatform.core.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan may say, and which field is named when it says something else. */
class PlanTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_sound_plan_is_accepted_and_comes_back_as_it_was() {
    for (var plan : List.of(Plans.holding(), Plans.proceeding())) {
      var stored = CanonicalJson.bytes(TriggerJson.toTree(plan));
      assertThat(TriggerJson.plan(CanonicalJson.parse(stored), HOUR)).isEqualTo(Outcome.done(plan));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "interval, PT0S",
    "interval, P-7D",
    "interval, -P7D",
    "interval, P1000000000D",
    "interval, P7Y",
    "interval, P1M",
    "interval, a week",
    "interval, ''",
    "interval, PT1.5S",
    "grace, PT0S",
    "grace, PT1H",
    "verifyWithin, -PT1S",
    "verifyWithin, PT2H",
    "challengeWindow, PT0S",
    "challengeWindow, PT5H59M59S",
    "challengeWindow, P3651D",
    "signalsNeeded, 1",
    "signalsNeeded, 0",
    "signalsNeeded, 5",
    "trustees, 0",
    "trustees, -1",
    "trustees, 256",
    "trustees, two",
    "confirmations, 4",
    "confirmations, 1",
    "confirmations, 0",
    "shares, 4",
    "shares, 0",
    "uncertainty, perhaps",
    "uncertainty, proceed",
    "type, scheduled",
    "format, vault/trigger-plan/v2",
    "surprise, P1D"
  })
  void a_flaw_is_refused_by_the_name_of_its_field(String field, String value) {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.put(field, value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value);
    var named =
        switch (field + "=" + value) {
          case "uncertainty=proceed" -> "maxExtension";
          case "shares=4" -> "shares";
          // With no trustees at all, or one that is a typing error, the count itself is what is
          // wrong.
          default -> field;
        };
    assertRefused(TriggerJson.plan(tree, Duration.ZERO), named);
  }

  @Test
  void a_challenge_window_shorter_than_a_reminder_can_arrive_is_refused_with_the_reason() {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.put("challengeWindow", "PT1H");
    var refused = assertRefused(TriggerJson.plan(tree, Duration.ZERO), "challengeWindow");
    assertThat(refused.detail()).contains("as long as a reminder may take to arrive");
  }

  @Test
  void a_confirmation_quorum_below_the_share_quorum_is_refused_with_the_reason() {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.put("shares", 3);
    var refused = assertRefused(TriggerJson.plan(tree, Duration.ZERO), "confirmations");
    assertThat(refused.detail()).contains("share quorum (3)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "type",
        "interval",
        "grace",
        "reminders",
        "signalsNeeded",
        "verifyWithin",
        "challengeWindow",
        "stages",
        "uncertainty",
        "trustees",
        "confirmations",
        "shares"
      })
  void a_missing_field_is_named(String field) {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.remove(field);
    assertThat(assertRefused(TriggerJson.plan(tree, Duration.ZERO), field).detail())
        .isEqualTo(field + " is missing.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "type",
        "interval",
        "grace",
        "reminders",
        "signalsNeeded",
        "verifyWithin",
        "challengeWindow",
        "stages",
        "uncertainty",
        "trustees",
        "confirmations",
        "shares"
      })
  void a_wrong_type_is_named(String field) {
    for (Object wrong : List.of(true, 1L << 40, List.of(7), Map.of("x", "y"))) {
      var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
      tree.put(field, wrong);
      var refusal = refusal(TriggerJson.plan(tree, Duration.ZERO));
      assertThat(refusal.field().orElseThrow()).startsWith(field);
    }
  }

  @Test
  void flaws_inside_lists_are_named_with_their_place() {
    assertRefused(
        with("stages", List.of(Map.of("window", "P1D"), Map.of("window", "PT0S"))),
        "stages[1].window");
    assertRefused(with("stages", List.of(Map.of("window", "P1D", "why", "x"))), "stages[0].why");
    assertRefused(with("stages", List.of("P1D")), "stages[0]");
    assertRefused(with("stages", List.of()), "stages");
    var many = new ArrayList<Object>();
    for (int i = 0; i < 17; i++) {
      many.add(Map.of("window", "P1D"));
    }
    assertRefused(with("stages", many), "stages");
    assertRefused(with("reminders", reminders(List.of("P1D", "P2D"))), "reminders.before");
    assertRefused(with("reminders", reminders(List.of("P1D", "P1D"))), "reminders.before");
    assertRefused(with("reminders", reminders(List.of("P1D", 3))), "reminders.before[1]");
    assertRefused(with("reminders", reminders(List.of("P7D"))), "reminders.before[0]");
    assertRefused(with("reminders", reminders(List.of("P1D", "-P1D"))), "reminders.before[1]");
  }

  @Test
  void the_floor_of_the_server_is_under_every_duration() {
    var plan = Plans.proceeding();
    for (var duration : plan.durations().entrySet()) {
      var floor = duration.getValue().plusSeconds(1);
      var refused = refusal(plan.check(floor));
      assertThat(plan.durations().get(refused.field().orElseThrow())).isLessThan(floor);
      assertThat(refused.detail()).contains("on this server");
    }
    assertRefused(plan.check(Duration.ofHours(7)), "reminders.arriveWithin");
    assertThat(plan.check(Duration.ofHours(6))).isEqualTo(Outcome.done(plan));
  }

  @Test
  void the_name_of_an_unknown_field_is_not_repeated_when_it_is_no_name() {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.put("<script>", 1);
    assertRefused(TriggerJson.plan(tree), "?");
  }

  @Test
  void a_plan_that_is_invalid_cannot_be_made_in_code_either() {
    var sound = Plans.holding();
    assertThatThrownBy(
            () ->
                new Plan(
                    sound.condition(),
                    2,
                    Plans.VERIFY,
                    Plans.CHALLENGE,
                    sound.stages(),
                    sound.uncertainty(),
                    3,
                    1,
                    2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confirmations");
  }

  private static Outcome<Plan> with(String field, Object value) {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.put(field, value);
    return TriggerJson.plan(tree, Duration.ZERO);
  }

  private static Map<String, Object> reminders(List<?> before) {
    return Map.of("before", before, "every", "P1D", "arriveWithin", "PT6H");
  }

  private static Refusal assertRefused(Outcome<Plan> outcome, String field) {
    var refusal = refusal(outcome);
    assertThat(refusal.field()).hasValue(field);
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.INVALID);
    return refusal;
  }

  private static Refusal refusal(Outcome<Plan> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return Objects.requireNonNull((Outcome.Refused<Plan>) outcome).refusal();
  }
}
