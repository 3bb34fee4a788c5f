package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.Trace.Moment;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The laws of triggers, checked on what was seen. Nothing here calls the machine or anything the
 * machine is made of: the checkers keep their own books from events, states and effects, so that a
 * mistake in the machine cannot repeat itself here.
 *
 * <p>Each answers with the first violation, in words.
 */
enum Laws {
  L1_ONE_STEP_IS_ONE_EDGE(Laws::oneEdge),
  L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS(Laws::checkInWins),
  L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED(Laws::reached),
  L6_STATE_AND_EFFECTS_ARE_ONE(Laws::together),
  L7_WHEN_UNSURE(Laws::unsure),
  L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING(Laws::idempotent);

  private final Function<Trace, Optional<String>> checker;

  Laws(Function<Trace, Optional<String>> checker) {
    this.checker = checker;
  }

  /** What is wrong in this trace, if anything. */
  Optional<String> violation(Trace trace) {
    return checker.apply(trace);
  }

  /** Every edge of the design's table, written down a second time: event, from, to. */
  static final Set<String> EDGES =
      Set.of(
          "Arm draft armed",
          "Disarm armed draft",
          "Disarm warned draft",
          "Disarm paused draft",
          "Cancel draft cancelled",
          "Cancel armed cancelled",
          "Cancel warned cancelled",
          "Cancel verifying cancelled",
          "Cancel triggered cancelled",
          "Cancel paused cancelled",
          "Cancel held cancelled",
          "Pause armed paused",
          "Pause warned paused",
          "Tick paused armed",
          "CheckIn armed armed",
          "CheckIn warned armed",
          "CheckIn verifying armed",
          "CheckIn triggered armed",
          "CheckIn held armed",
          "CheckIn executing armed",
          "ChallengeByOwner warned armed",
          "ChallengeByOwner verifying armed",
          "ChallengeByOwner triggered armed",
          "ChallengeByOwner executing armed",
          "ChallengeByContact verifying held",
          "ChallengeByContact triggered held",
          "ChallengeByContact executing held",
          "Tick armed armed",
          "ReminderAccepted armed warned",
          "ReminderAccepted warned warned",
          "EveryChannelFailed armed held",
          "EveryChannelFailed warned held",
          "EveryChannelFailed verifying held",
          "EveryChannelFailed triggered held",
          "Tick warned warned",
          "Tick warned verifying",
          "SignalConfirmed verifying verifying",
          "SignalConfirmed verifying triggered",
          "SignalRefused verifying verifying",
          "SignalRefused verifying armed",
          "Tick verifying held",
          "Tick verifying verifying",
          "Tick verifying triggered",
          "NoticesAccepted triggered triggered",
          "Tick triggered triggered",
          "Tick triggered executing",
          "StageDone executing executing",
          "Tick executing executing",
          "Tick executing executed",
          "Doubt warned held",
          "Doubt verifying held",
          "Doubt triggered held",
          "Doubt executing held",
          "Cleared held armed",
          "Cleared held warned",
          "Cleared held verifying",
          "Cleared held triggered",
          "Cleared held executing",
          "Abort executing rescinded",
          "Abort held rescinded",
          "Contest executed rescinded");

  static String edge(Moment moment) {
    return moment.name() + " " + moment.before().kind().text() + " " + moment.after().kind().text();
  }

  // L1

  private static Optional<String> oneEdge(Trace trace) {
    var plan = trace.plan();
    for (var moment : trace.committed()) {
      if (moment.answer() != Answer.MOVED) {
        continue;
      }
      if (!EDGES.contains(edge(moment))) {
        return wrong(moment, "is no edge: " + edge(moment));
      }
      if (moment.after() instanceof Held held && !held.from().equals(moment.before())) {
        return wrong(moment, "holds another state than it was in");
      }
      if (moment.before() instanceof Held held
          && moment.name().equals("Cleared")
          && held.from().kind() != moment.after().kind()) {
        return wrong(moment, "goes on somewhere else than it was held");
      }
      if (moment.after() instanceof Executing to && stageJump(moment.before(), to)) {
        return wrong(moment, "jumps over a stage");
      }
      for (var deadline : deadlines(plan, moment.after())) {
        var known =
            moment.name().equals("Cleared")
                ? List.<Deadline>of()
                : deadlines(plan, moment.before());
        if (!known.contains(deadline)
            && !deadline.when().equals(moment.at().plus(deadline.length()))) {
          return wrong(moment, deadline.name() + " does not start at the event");
        }
      }
    }
    return released(trace);
  }

  private static boolean stageJump(TriggerState before, Executing to) {
    return switch (before) {
      case Executing from ->
          to.windowEnds().isPresent() ? to.stage() != from.stage() : to.stage() != from.stage() + 1;
      case Held held -> held.from() instanceof Executing from && from.stage() != to.stage();
      case Triggered triggered -> to.stage() != 1;
      default -> true;
    };
  }

  private record Deadline(String name, Instant when, Duration length) {}

  private static List<Deadline> deadlines(Plan plan, TriggerState state) {
    var all = new ArrayList<Deadline>();
    var silence = (Condition.DeadManSwitch) plan.condition();
    switch (state) {
      case Armed armed -> all.add(new Deadline("deadline", armed.deadline(), silence.interval()));
      case Warned warned ->
          warned.graceEnds().ifPresent(end -> all.add(new Deadline("grace", end, silence.grace())));
      case Verifying verifying ->
          all.add(
              verifying.extended()
                  ? new Deadline("extension", verifying.answerBy(), extension(plan))
                  : new Deadline("answer", verifying.answerBy(), plan.verifyWithin()));
      case Triggered triggered ->
          triggered
              .windowEnds()
              .ifPresent(
                  end -> all.add(new Deadline("challenge window", end, plan.challengeWindow())));
      case Executing executing ->
          executing
              .windowEnds()
              .ifPresent(
                  end ->
                      all.add(
                          new Deadline(
                              "window of stage " + executing.stage(),
                              end,
                              plan.stages().get(executing.stage() - 1).window())));
      default -> {}
    }
    return all;
  }

  private static Duration extension(Plan plan) {
    return plan.uncertainty() instanceof Uncertainty.Proceed(var most) ? most : Duration.ZERO;
  }

  /**
   * However long the server slept: before anything is handed over, every wait was really waited
   * for.
   */
  private static Optional<String> released(Trace trace) {
    var plan = trace.plan();
    var silence = (Condition.DeadManSwitch) plan.condition();
    @Nullable Instant watched = null;
    @Nullable Instant missed = null;
    @Nullable Instant warned = null;
    @Nullable Instant asked = null;
    @Nullable Instant met = null;
    for (var moment : trace.committed()) {
      if (moment.answer() != Answer.MOVED) {
        continue;
      }
      var at = moment.at();
      var from = moment.before().kind();
      var to = moment.after().kind();
      if (to == TriggerState.Kind.ARMED) {
        if (!edge(moment).equals("Tick armed armed")) {
          watched = at;
          missed = null;
          warned = null;
          asked = null;
          met = null;
        } else if (moment.effects().contains(new Effect.SendReminder(Effect.Urgency.MISSED))) {
          missed = missed == null ? at : missed;
          if (watched == null || at.isBefore(watched.plus(silence.interval()))) {
            return wrong(moment, "misses a deadline before the interval is over");
          }
        }
      } else if (to == TriggerState.Kind.WARNED && from == TriggerState.Kind.ARMED) {
        warned = at;
        if (missed == null) {
          return wrong(moment, "warns although no deadline was missed");
        }
      } else if (to == TriggerState.Kind.VERIFYING && from == TriggerState.Kind.WARNED) {
        asked = at;
        if (warned == null || at.isBefore(warned.plus(silence.grace()))) {
          return wrong(moment, "asks the trustees before the grace is over");
        }
      } else if (to == TriggerState.Kind.TRIGGERED && from == TriggerState.Kind.VERIFYING) {
        met = at;
        if (asked == null) {
          return wrong(moment, "is triggered although nobody was asked");
        }
      } else if (to == TriggerState.Kind.EXECUTING && from == TriggerState.Kind.TRIGGERED) {
        if (met == null || at.isBefore(met.plus(plan.challengeWindow()))) {
          return wrong(moment, "releases before the challenge window is over");
        }
      }
    }
    return Optional.empty();
  }

  // L2

  private static Optional<String> checkInWins(Trace trace) {
    var plan = trace.plan();
    var silence = (Condition.DeadManSwitch) plan.condition();
    var handedOver = false;
    @Nullable Instant lastSign = null;
    for (var moment : trace.committed()) {
      if (moment.event() instanceof TriggerEvent.StageDone && moment.answer() == Answer.MOVED) {
        if (lastSign != null
            && moment
                .at()
                .isBefore(
                    lastSign
                        .plus(silence.interval())
                        .plus(silence.grace())
                        .plus(plan.challengeWindow()))) {
          return wrong(moment, "hands over although the owner checked in at " + lastSign);
        }
        handedOver = true;
      }
      if (moment.event() instanceof TriggerEvent.CheckIn || ownerChallenges(moment)) {
        var alive =
            switch (moment.before()) {
              case TriggerState.Live live -> true;
              case Held held -> true;
              default -> false;
            };
        if (alive && !handedOver) {
          if (!(moment.after() instanceof Armed armed)
              || armed.silent().isPresent()
              || !armed.deadline().equals(moment.at().plus(silence.interval()))) {
            return wrong(moment, "does not begin a full interval");
          }
          if (keysMayExist(moment.before())
              && !moment.effects().contains(new Effect.DestroyReleaseKeys())) {
            return wrong(moment, "leaves release keys of an ended silence");
          }
          lastSign = moment.at();
        }
        if (handedOver && moment.answer() == Answer.MOVED) {
          return wrong(moment, "undoes what was already handed over");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean ownerChallenges(Moment moment) {
    return moment.event() instanceof TriggerEvent.ChallengeByOwner
        && (moment.before() instanceof Warned || keysMayExist(moment.before()))
        && !(moment.before() instanceof Held);
  }

  private static boolean keysMayExist(TriggerState state) {
    return switch (state) {
      case Verifying v -> true;
      case Triggered t -> true;
      case Executing e -> true;
      case Held held -> keysMayExist(held.from());
      default -> false;
    };
  }

  // L3

  private static Optional<String> reached(Trace trace) {
    var plan = trace.plan();
    var silence = (Condition.DeadManSwitch) plan.condition();
    // Since when a request for a notice counts, and when one that counts was accepted.
    @Nullable Instant counts = null;
    @Nullable Instant accepted = null;
    for (var moment : trace.committed()) {
      var at = moment.at();
      var moved = moment.answer() == Answer.MOVED;
      var edge = edge(moment);
      if (moment.event() instanceof TriggerEvent.EveryChannelFailed failed) {
        if (moved
            && !(moment.after() instanceof Held held && held.why() == HoldReason.NOT_REACHED)) {
          return wrong(moment, "goes on although nobody was reached");
        }
        var waits =
            moment.before() instanceof Armed
                || moment.before() instanceof Warned
                || moment.before() instanceof Triggered;
        if (waits && counts != null && !failed.asked().isBefore(counts) && !moved) {
          return wrong(moment, "ignores that the owner could not be reached");
        }
      }
      if (moment.event() instanceof TriggerEvent.ReminderAccepted reminder
          && (moment.before() instanceof Armed || moment.before() instanceof Warned)
          && counts != null
          && !reminder.asked().isBefore(counts)
          && accepted == null) {
        accepted = at;
      }
      if (moment.event() instanceof TriggerEvent.NoticesAccepted notice
          && moment.before() instanceof Triggered
          && counts != null
          && !notice.asked().isBefore(counts)
          && accepted == null) {
        accepted = at;
      }
      if (!moved) {
        continue;
      }
      if (edge.endsWith(" armed warned") && (accepted == null || !accepted.equals(at))) {
        return wrong(moment, "warns without an accepted reminder of this silence");
      }
      if (edge.endsWith(" warned verifying")
          && (accepted == null || at.isBefore(accepted.plus(silence.grace())))) {
        return wrong(moment, "ends a grace that did not run from an accepted reminder");
      }
      if (edge.endsWith(" triggered executing")
          && (accepted == null || at.isBefore(accepted.plus(plan.challengeWindow())))) {
        return wrong(moment, "ends a challenge window that did not run from accepted notices");
      }
      switch (moment.after()) {
        case Armed armed -> {
          if (!edge.equals("Tick armed armed")) {
            counts = null;
            accepted = null;
          } else if (moment.effects().contains(new Effect.SendReminder(Effect.Urgency.MISSED))
              && counts == null) {
            counts = at;
          }
        }
        case Warned warned -> {
          if (moment.before() instanceof Held) {
            counts = at;
            accepted = null;
          }
        }
        case Triggered triggered -> {
          if (!(moment.before() instanceof Triggered)) {
            counts = at;
            accepted = null;
          }
        }
        case Held held -> accepted = null;
        default -> {}
      }
    }
    return Optional.empty();
  }

  // L6, the pure side: what a state says was asked for is among the effects of the very same step.

  private static Optional<String> together(Trace trace) {
    int handedOver = 0;
    for (var moment : trace.moments()) {
      if (!moment.reproducible()) {
        return wrong(moment, "is decided differently after a crash and a restart");
      }
    }
    for (var moment : trace.committed()) {
      if (moment.event() instanceof TriggerEvent.StageDone done
          && moment.answer() == Answer.MOVED) {
        if (done.stage() != handedOver + 1) {
          return wrong(moment, "hands over stage " + done.stage() + " after stage " + handedOver);
        }
        handedOver = done.stage();
      }
      if (moment.answer() == Answer.MOVED) {
        var expected = promised(moment);
        if (!moment.effects().containsAll(expected)) {
          return wrong(moment, "promises " + expected);
        }
        for (var effect : moment.effects()) {
          if (effect instanceof Effect.HandOver(var stage)
              && !(moment.after() instanceof Executing now
                  && now.stage() == stage
                  && now.windowEnds().isEmpty()
                  && stage == handedOver + 1)) {
            return wrong(moment, "hands over at a time of its own");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Effect> promised(Moment moment) {
    var before = moment.before();
    var all = new ArrayList<Effect>();
    switch (moment.after()) {
      case Armed armed -> {
        if (armed.silent().isPresent()) {
          all.add(new Effect.SendReminder(Effect.Urgency.MISSED));
        }
        if (keysMayExist(before) && !moment.name().equals("Cleared")) {
          all.add(new Effect.DestroyReleaseKeys());
        }
      }
      case Warned warned -> {
        if (moment.name().equals("Tick") || before instanceof Held) {
          all.add(new Effect.SendReminder(Effect.Urgency.GRACE));
        }
      }
      case Verifying verifying -> {
        if (before instanceof Warned) {
          all.add(new Effect.MakeReleaseKeys());
        }
        if (!moment.name().startsWith("Signal")) {
          all.add(new Effect.AskTrustees());
        }
      }
      case Triggered triggered -> {
        if (!moment.name().equals("NoticesAccepted")) {
          all.add(new Effect.NotifyOwnerOfWindow());
        }
      }
      case Executing executing -> {
        if (executing.windowEnds().isEmpty()) {
          all.add(new Effect.HandOver(executing.stage()));
        } else if (moment.name().equals("StageDone")) {
          all.add(new Effect.TellRecipients(executing.stage()));
        }
      }
      case Held held -> all.add(new Effect.TellOfHold(held.why()));
      case TriggerState.Executed executed -> all.add(new Effect.DestroyReleaseKeys());
      case Paused paused -> {}
      case TriggerState.Draft draft -> all.add(new Effect.DestroyPlatformShares());
      case TriggerState.Cancelled cancelled -> {
        all.add(new Effect.DestroyReleaseKeys());
        all.add(new Effect.DestroyPlatformShares());
      }
      case TriggerState.Rescinded rescinded -> {
        all.add(new Effect.DestroyReleaseKeys());
        all.add(new Effect.FreezeRelease());
      }
    }
    return all;
  }

  // L7

  private static Optional<String> unsure(Trace trace) {
    var plan = trace.plan();
    var proceeds = plan.uncertainty() instanceof Uncertainty.Proceed;
    int needed = Math.max(plan.confirmations(), plan.signalsNeeded() - 1);
    var confirmed = new HashSet<SignalSource>();
    var refused = new HashSet<SignalSource>();
    @Nullable Instant asked = null;
    @Nullable Instant extended = null;
    for (var moment : trace.committed()) {
      var at = moment.at();
      if (moment.before() instanceof Verifying && moment.answer() != Answer.REFUSED) {
        if (moment.event() instanceof TriggerEvent.SignalConfirmed(var when, var by)) {
          confirmed.add(by);
        }
        if (moment.event() instanceof TriggerEvent.SignalRefused(var when, var by)) {
          confirmed.remove(by);
          refused.add(by);
        }
      }
      confirmed.removeAll(refused);
      var edge = edge(moment);
      if (moment.before() instanceof Verifying && moment.name().startsWith("Signal")) {
        var reached = confirmed.size() >= needed;
        if (reached != (moment.after() instanceof Triggered)) {
          return wrong(moment, confirmed.size() + " of " + needed + " signals do not lead there");
        }
        var unreachable = plan.trustees() - refused.size() < needed;
        if (!reached && unreachable != (moment.after() instanceof Armed)) {
          return wrong(moment, refused.size() + " refusals do not lead there");
        }
      }
      var over =
          moment.event() instanceof TriggerEvent.Tick
              && moment.before() instanceof Verifying
              && asked != null
              && !at.isBefore(
                  extended == null
                      ? asked.plus(plan.verifyWithin())
                      : extended.plus(extension(plan)));
      if (edge.equals("Tick verifying triggered") && !(proceeds && over && extended != null)) {
        return wrong(moment, "goes on without the signals");
      }
      if (edge.equals("Tick verifying verifying") && moment.answer() == Answer.MOVED) {
        if (!(proceeds && over && extended == null)) {
          return wrong(moment, "extends without a right to");
        }
        extended = at;
      } else if (edge.equals("Tick verifying held") && !(over && !proceeds)) {
        return wrong(moment, "gives up too early");
      } else if (over && moment.answer() != Answer.MOVED) {
        return wrong(moment, "waits for ever");
      }
      if (moment.answer() == Answer.MOVED
          && moment.after() instanceof Verifying
          && !(moment.before() instanceof Verifying)) {
        asked = at;
        extended = null;
        if (moment.before() instanceof Warned) {
          confirmed.clear();
          refused.clear();
        }
      }
    }
    return Optional.empty();
  }

  // L8

  private static Optional<String> idempotent(Trace trace) {
    var handedOver = new HashSet<Integer>();
    for (var moment : trace.committed()) {
      var changed = !moment.effects().isEmpty() || !moment.after().equals(moment.before());
      if (moment.repeated() && changed) {
        return wrong(moment, "does something again");
      }
      if (moment.event() instanceof TriggerEvent.StageDone done) {
        if (changed && !handedOver.add(done.stage())) {
          return wrong(moment, "hands a stage over twice");
        }
        if (!changed && moment.answer() != Answer.REFUSED) {
          return wrong(moment, "lets a hand-over happen that must roll back");
        }
      }
      var asked =
          switch (moment.event()) {
            case TriggerEvent.ReminderAccepted accepted -> Optional.of(accepted.asked());
            case TriggerEvent.NoticesAccepted accepted -> Optional.of(accepted.asked());
            case TriggerEvent.EveryChannelFailed failed -> Optional.of(failed.asked());
            default -> Optional.<Instant>empty();
          };
      var since = beginning(moment.before());
      if (changed && asked.isPresent() && since.isPresent() && asked.get().isBefore(since.get())) {
        return wrong(moment, "takes evidence about an earlier silence");
      }
    }
    return Optional.empty();
  }

  /** When what is going on in this state began; nothing asked for before it is about it. */
  private static Optional<Instant> beginning(TriggerState state) {
    return switch (state) {
      case Armed armed -> Optional.of(armed.since());
      case Triggered triggered -> Optional.of(triggered.since());
      default -> Optional.empty();
    };
  }

  private static Optional<String> wrong(Moment moment, String why) {
    return Optional.of(moment.name() + " at " + moment.at() + " " + why);
  }
}
