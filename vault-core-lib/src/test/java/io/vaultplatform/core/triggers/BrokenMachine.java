package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Machines with one mistake each, and the law that has to notice it. Each is the real machine with
 * one rule taken out, as a careless change would do.
 */
enum BrokenMachine implements Schedule.Machine {
  WITHOUT_GRACE(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return TriggerMachine.step(plan, state, event) instanceof Step.Moved(Warned to, var effects)
              && to.graceEnds().isPresent()
          ? new Step.Moved(
              new Warned(to.since(), to.asked(), Optional.of(event.at()), to.nextReminder()),
              effects)
          : TriggerMachine.step(plan, state, event);
    }
  },

  GRACE_COUNTED_FROM_THE_MISSED_DEADLINE(Laws.L1_ONE_STEP_IS_ONE_EDGE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return state instanceof Armed from && step instanceof Step.Moved(Warned to, var effects)
          ? new Step.Moved(
              new Warned(
                  to.since(),
                  to.asked(),
                  Optional.of(from.deadline().plus(Entry.grace(plan))),
                  to.nextReminder()),
              effects)
          : step;
    }
  },

  WITHOUT_CHALLENGE_WINDOW(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return step instanceof Step.Moved(Triggered to, var effects) && to.windowEnds().isPresent()
          ? new Step.Moved(
              new Triggered(to.since(), to.asked(), Optional.of(event.at()), to.nextNotice()),
              effects)
          : step;
    }
  },

  CHALLENGE_WINDOW_THAT_RUNS_UNANNOUNCED(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return step instanceof Step.Moved(Triggered to, var effects) && to.windowEnds().isEmpty()
          ? new Step.Moved(
              new Triggered(
                  to.since(),
                  to.asked(),
                  Optional.of(event.at().plus(plan.challengeWindow())),
                  to.nextNotice()),
              effects)
          : step;
    }
  },

  WITHOUT_THE_REACHED_OWNER_RULE(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Armed armed
              && armed.silent().isPresent()
              && event instanceof TriggerEvent.Tick
          ? warned(plan, armed, event.at())
          : TriggerMachine.step(plan, state, event);
    }
  },

  A_BOUNCE_TAKEN_FOR_AN_ACCEPTANCE(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return event instanceof TriggerEvent.EveryChannelFailed(var at, var asked)
          ? TriggerMachine.step(plan, state, new TriggerEvent.ReminderAccepted(at, asked, "mail"))
          : TriggerMachine.step(plan, state, event);
    }
  },

  EVIDENCE_OF_ANY_SILENCE_COUNTS(Laws.L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return event instanceof TriggerEvent.ReminderAccepted accepted
          ? TriggerMachine.step(
              plan,
              state,
              new TriggerEvent.ReminderAccepted(event.at(), event.at(), accepted.channel()))
          : TriggerMachine.step(plan, state, event);
    }
  },

  GRACE_GOES_ON_AFTER_A_HOLD(Laws.L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return state instanceof Held && step instanceof Step.Moved(Warned to, var effects)
          ? new Step.Moved(
              new Warned(
                  to.since(),
                  to.asked(),
                  Optional.of(event.at().plus(Entry.grace(plan))),
                  to.nextReminder()),
              effects)
          : step;
    }
  },

  TICKS_UNTIL_NOTHING_IS_DUE(Laws.L1_ONE_STEP_IS_ONE_EDGE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      var effects = new ArrayList<Effect>();
      while (event instanceof TriggerEvent.Tick
          && step instanceof Step.Moved(var to, var more)
          && to.nextDue().isPresent()) {
        effects.addAll(more);
        var next = TriggerMachine.step(plan, to, new TriggerEvent.Tick(to.nextDue().orElseThrow()));
        if (!(next instanceof Step.Moved(var further, var last)) || further.kind() == to.kind()) {
          return new Step.Moved(to, effects);
        }
        step = next;
      }
      return step;
    }
  },

  CHECK_IN_TOO_LATE_ONCE_THE_RELEASE_BEGINS(Laws.L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Executing && event instanceof TriggerEvent.CheckIn
          ? Entry.refused("too late")
          : TriggerMachine.step(plan, state, event);
    }
  },

  CHECK_IN_IGNORED_WHILE_TRUSTEES_ARE_ASKED(Laws.L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Verifying && event instanceof TriggerEvent.CheckIn
          ? new Step.Stayed()
          : TriggerMachine.step(plan, state, event);
    }
  },

  CHECK_IN_LEAVES_THE_RELEASE_KEYS(Laws.L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return event instanceof TriggerEvent.CheckIn
          ? without(TriggerMachine.step(plan, state, event), new Effect.DestroyReleaseKeys())
          : TriggerMachine.step(plan, state, event);
    }
  },

  CHECK_IN_UNDOES_A_HAND_OVER(Laws.L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Executing && event instanceof TriggerEvent.CheckIn
          ? Step.to(Entry.armed(plan, event.at()), new Effect.DestroyReleaseKeys())
          : TriggerMachine.step(plan, state, event);
    }
  },

  STATE_WITHOUT_ITS_REMINDER(Laws.L6_STATE_AND_EFFECTS_ARE_ONE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return without(
          TriggerMachine.step(plan, state, event), new Effect.SendReminder(Effect.Urgency.MISSED));
    }
  },

  HAND_OVER_TWICE(Laws.L6_STATE_AND_EFFECTS_ARE_ONE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Executing executing && event instanceof TriggerEvent.StageDone done
          ? Step.to(Entry.done(plan, executing, done.at()), new Effect.TellRecipients(done.stage()))
          : TriggerMachine.step(plan, state, event);
    }
  },

  REMEMBERS_OUTSIDE_ITS_STATE(Laws.L6_STATE_AND_EFFECTS_ARE_ONE) {
    private static int steps;

    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return steps++ % 2 == 0 ? TriggerMachine.step(plan, state, event) : new Step.Stayed();
    }
  },

  PROCEEDS_WHERE_IT_SHOULD_HOLD(Laws.L7_WHEN_UNSURE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return step instanceof Step.Moved(Held to, var effects) && to.why() == HoldReason.NO_ANSWER
          ? Entry.triggered(plan, event.at())
          : step;
    }
  },

  PROCEEDS_WITHOUT_THE_EXTENSION(Laws.L7_WHEN_UNSURE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return step instanceof Step.Moved(Verifying to, var effects)
              && to.extended()
              && event instanceof TriggerEvent.Tick
          ? Entry.triggered(plan, event.at())
          : step;
    }
  },

  EXTENDS_FOR_EVER(Laws.L7_WHEN_UNSURE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Verifying from
              && from.extended()
              && event instanceof TriggerEvent.Tick
          ? new Step.Stayed()
          : TriggerMachine.step(plan, state, event);
    }
  },

  ONE_SIGNAL_IS_ENOUGH(Laws.L7_WHEN_UNSURE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Verifying && event instanceof TriggerEvent.SignalConfirmed
          ? Entry.triggered(plan, event.at())
          : TriggerMachine.step(plan, state, event);
    }
  },

  ONE_TRUSTEE_COUNTS_TWICE(Laws.L7_WHEN_UNSURE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Verifying
              && event instanceof TriggerEvent.SignalConfirmed(var at, var by)
          ? TriggerMachine.step(
              plan,
              state,
              new TriggerEvent.SignalConfirmed(
                  at,
                  new SignalSource(
                      new UUID(by.value().getMostSignificantBits(), at.toEpochMilli()))))
          : TriggerMachine.step(plan, state, event);
    }
  },

  A_REFUSAL_IS_FORGOTTEN(Laws.L7_WHEN_UNSURE) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Verifying from
          ? TriggerMachine.step(
              plan,
              new Verifying(
                  from.since(),
                  from.silent(),
                  from.answerBy(),
                  from.extended(),
                  from.confirmed(),
                  Set.of()),
              event)
          : TriggerMachine.step(plan, state, event);
    }
  },

  EVERY_TICK_REMINDS(Laws.L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      var step = TriggerMachine.step(plan, state, event);
      return step instanceof Step.Moved(Armed to, var effects) && event instanceof TriggerEvent.Tick
          ? new Step.Moved(new Armed(to.since(), to.deadline(), event.at(), to.silent()), effects)
          : step;
    }
  },

  A_REPEATED_CHALLENGE_IS_NEWS(Laws.L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING) {
    @Override
    public Step step(Plan plan, TriggerState state, TriggerEvent event) {
      return state instanceof Held held && event instanceof TriggerEvent.ChallengeByContact
          ? Entry.held(HoldReason.CHALLENGED, held.from(), event.at())
          : TriggerMachine.step(plan, state, event);
    }
  };

  private final Laws noticedBy;

  BrokenMachine(Laws noticedBy) {
    this.noticedBy = noticedBy;
  }

  Laws noticedBy() {
    return noticedBy;
  }

  private static Step warned(Plan plan, Armed armed, Instant at) {
    return Step.to(
        new Warned(
            at,
            armed.silent().orElseThrow(),
            Optional.of(at.plus(Entry.grace(plan))),
            at.plus(Entry.reminderPause(plan))));
  }

  private static Step without(Step step, Effect effect) {
    return step instanceof Step.Moved(var to, var effects)
        ? new Step.Moved(to, effects.stream().filter(each -> !each.equals(effect)).toList())
        : step;
  }
}
