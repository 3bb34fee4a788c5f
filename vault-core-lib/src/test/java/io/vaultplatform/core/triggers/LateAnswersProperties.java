package io.vaultplatform.core.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.triggers.LateAnswers.Answer;
import io.vaultplatform.core.triggers.LateAnswers.Verdict;
import io.vaultplatform.core.triggers.LateAnswers.Word;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever trustees answer after their time: it goes on exactly when they are enough, it ends
 * exactly when they can no longer be enough, and the machine agrees with every step.
 */
class LateAnswersProperties {
  private static final Instant BEGIN = Instant.parse("2026-01-11T08:00:00Z");

  /** One case: a plan that holds, and answers of which some came in time. */
  private record Case(Plan plan, Verifying verifying, Held held, List<Answer> late) {
    static Case of(long seed) {
      var random = new Random(seed);
      var drawn = Schedule.randomPlan(random);
      var plan =
          new Plan(
              drawn.condition(),
              drawn.signalsNeeded(),
              drawn.verifyWithin(),
              drawn.challengeWindow(),
              drawn.stages(),
              new Uncertainty.Hold(),
              drawn.trustees(),
              drawn.confirmations(),
              drawn.shares());
      TriggerState state =
          new Verifying(BEGIN, BEGIN, BEGIN.plus(plan.verifyWithin()), false, Set.of(), Set.of());
      var late = new ArrayList<Answer>();
      var order = new ArrayList<Integer>();
      for (int i = 0; i < plan.trustees(); i++) {
        order.add(i);
      }
      java.util.Collections.shuffle(order, random);
      boolean inTime = true;
      for (int who : order) {
        inTime &= random.nextInt(3) > 0;
        var answer =
            new Answer(
                new SignalSource(new UUID(7, who)), random.nextInt(3) == 0 ? Word.NO : Word.YES);
        var next = inTime ? moved(plan, state, answer.signal(BEGIN)) : state;
        if (inTime && next instanceof Verifying) {
          state = next;
        } else if (random.nextInt(4) > 0) {
          late.add(answer);
        }
      }
      var verifying = (Verifying) state;
      var held =
          (Held) moved(plan, verifying, new TriggerEvent.Tick(BEGIN.plus(plan.verifyWithin())));
      return new Case(plan, verifying, held, late);
    }
  }

  private static TriggerState moved(Plan plan, TriggerState state, TriggerEvent event) {
    var step = TriggerMachine.step(plan, state, event);
    assertThat(step).as("%s in %s", event, state).isInstanceOf(Step.Moved.class);
    return ((Step.Moved) step).state();
  }

  @Property(tries = 10_000)
  void a_hold_ends_exactly_with_the_answer_that_decides(@ForAll long seed) {
    var one = Case.of(seed);
    for (int given = 0; given <= one.late().size(); given++) {
      var late = one.late().subList(0, given);
      var from = LateAnswers.waiting(one.held()).orElseThrow();
      var confirmed = new HashSet<>(from.confirmed());
      var refused = new HashSet<>(from.refused());
      late.forEach(a -> (a.word() == Word.YES ? confirmed : refused).add(a.by()));
      int needed = one.plan().confirmationsNeeded();
      boolean enough = confirmed.size() >= needed;
      boolean outOfReach = one.plan().trustees() - refused.size() < needed;
      switch (LateAnswers.decide(one.plan(), from, late)) {
        case Verdict.Waits() -> assertThat(enough || outOfReach).isFalse();
        case Verdict.Decides(var signals) -> {
          assertThat(enough).isNotEqualTo(outOfReach);
          assertThat(signals).containsExactlyInAnyOrderElementsOf(late);
          var at = BEGIN.plus(Duration.ofDays(400));
          var state = moved(one.plan(), one.held(), new TriggerEvent.Cleared(at));
          assertThat(((Verifying) state).answerBy()).isEqualTo(at.plus(one.plan().verifyWithin()));
          for (var answer : signals) {
            assertThat(state).isInstanceOf(Verifying.class);
            state = moved(one.plan(), state, answer.signal(at));
          }
          if (enough) {
            assertThat(state)
                .isEqualTo(
                    new Triggered(
                        at, at, Optional.empty(), at.plus(Entry.reminderPause(one.plan()))));
          } else {
            assertThat(state.kind()).isEqualTo(TriggerState.Kind.ARMED);
          }
          return;
        }
      }
    }
  }

  @Property(tries = 10_000)
  void an_answer_a_year_late_leads_where_the_same_answer_in_time_would_have(@ForAll long seed) {
    var one = Case.of(seed);
    TriggerState inTime = one.verifying();
    for (var answer : one.late()) {
      if (inTime instanceof Verifying) {
        inTime = moved(one.plan(), inTime, answer.signal(BEGIN));
      }
    }
    TriggerState late = one.held();
    for (int given = 1; given <= one.late().size() && late instanceof Held; given++) {
      if (LateAnswers.decide(one.plan(), one.verifying(), one.late().subList(0, given))
          instanceof Verdict.Decides(var signals)) {
        late = moved(one.plan(), late, new TriggerEvent.Cleared(BEGIN));
        for (var answer : signals) {
          late = moved(one.plan(), late, answer.signal(BEGIN));
        }
      }
    }
    assertThat(late.kind())
        .isEqualTo(inTime instanceof Verifying ? TriggerState.Kind.HELD : inTime.kind());
  }

  @Property(tries = 1_000)
  void a_trustee_who_says_both_has_refused_and_one_who_says_it_twice_counts_once(
      @ForAll long seed) {
    var one = Case.of(seed);
    var twice = new ArrayList<Answer>();
    one.late().forEach(a -> twice.addAll(List.of(a, a)));
    assertThat(verdict(one, twice)).isEqualTo(verdict(one, one.late()));

    var both = new ArrayList<Answer>();
    one.late().forEach(a -> both.addAll(List.of(new Answer(a.by(), Word.NO), a)));
    var refusing = one.late().stream().map(a -> new Answer(a.by(), Word.NO)).toList();
    assertThat(verdict(one, both)).isEqualTo(verdict(one, refusing));
  }

  private static Class<?> verdict(Case one, List<Answer> late) {
    return LateAnswers.decide(one.plan(), one.verifying(), late).getClass();
  }

  @Example
  void only_a_hold_for_want_of_answers_waits_for_them() {
    var verifying =
        new Verifying(BEGIN, BEGIN, BEGIN.plus(Plans.VERIFY), false, Set.of(), Set.of());
    for (var why : HoldReason.values()) {
      assertThat(LateAnswers.waiting(new Held(BEGIN, why, verifying)).isPresent())
          .isEqualTo(why == HoldReason.NO_ANSWER);
    }
    assertThat(LateAnswers.waiting(verifying)).isEmpty();
  }
}
