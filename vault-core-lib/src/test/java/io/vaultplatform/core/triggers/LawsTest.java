package io.vaultplatform.core.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.Outcome;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;

/**
 * Every law of the trigger machine over random lives. A failure prints the seed, the law and the
 * whole life; {@code Schedule.run(seed, TriggerMachine::step)} repeats it.
 */
class LawsTest {
  private static final int LIVES = 10_000;

  @Property(tries = LIVES)
  void one_step_is_one_edge_and_deadlines_start_at_the_event(@ForAll long seed) {
    holds(Laws.L1_ONE_STEP_IS_ONE_EDGE, seed);
  }

  @Property(tries = LIVES)
  void a_check_in_before_the_first_hand_over_always_wins(@ForAll long seed) {
    holds(Laws.L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS, seed);
  }

  @Property(tries = LIVES)
  void silence_counts_only_if_the_owner_was_reached(@ForAll long seed) {
    holds(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED, seed);
  }

  @Property(tries = LIVES)
  void state_and_effects_come_together_and_survive_a_crash(@ForAll long seed) {
    holds(Laws.L6_STATE_AND_EFFECTS_ARE_ONE, seed);
  }

  @Property(tries = LIVES)
  void when_unsure_a_trigger_holds_or_proceeds_as_its_plan_says(@ForAll long seed) {
    holds(Laws.L7_WHEN_UNSURE, seed);
  }

  @Property(tries = LIVES)
  void repeated_and_late_events_do_nothing(@ForAll long seed) {
    holds(Laws.L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING, seed);
  }

  @Property(tries = LIVES)
  void no_plan_lets_fewer_confirm_than_are_needed_to_open(
      @ForAll @IntRange(min = -3, max = 300) int trustees,
      @ForAll @IntRange(min = -3, max = 300) int confirmations,
      @ForAll @IntRange(min = -3, max = 300) int shares) {
    var tree = new HashMap<>(TriggerJson.toTree(Plans.holding()));
    tree.put("trustees", trustees);
    tree.put("confirmations", confirmations);
    tree.put("shares", shares);
    var possible =
        1 <= shares && shares <= confirmations && confirmations <= trustees && trustees <= 255;
    assertThat(TriggerJson.plan(tree) instanceof Outcome.Done).isEqualTo(possible);
  }

  /** Laws about lives that never happen would prove nothing. */
  @Example
  void the_random_lives_reach_every_state_by_every_edge_and_every_reason_to_hold() {
    var edges = new HashSet<String>();
    var held = EnumSet.noneOf(HoldReason.class);
    int finished = 0;
    for (long seed = 0; seed < LIVES; seed++) {
      var trace = Schedule.run(seed, TriggerMachine::step);
      for (var moment : trace.committed()) {
        if (moment.answer() == Trace.Answer.MOVED) {
          edges.add(Laws.edge(moment));
        }
        if (moment.after() instanceof TriggerState.Held hold) {
          held.add(hold.why());
        }
      }
      var last = trace.moments().get(trace.moments().size() - 1).after();
      finished += last instanceof TriggerState.Executed ? 1 : 0;
    }
    assertThat(edges).containsExactlyInAnyOrderElementsOf(Laws.EDGES);
    assertThat(held)
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(HoldReason.CHANNELS)));
    assertThat(finished).isGreaterThan(LIVES / 20);
  }

  private static void holds(Laws law, long seed) {
    var trace = Schedule.run(seed, TriggerMachine::step);
    law.violation(trace)
        .ifPresent(
            why ->
                Assertions.fail(
                    "%s, seed %d: %s%n%s"
                        .formatted(law, seed, Objects.requireNonNull(why), trace.told())));
  }
}
