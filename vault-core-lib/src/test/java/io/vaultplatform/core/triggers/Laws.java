package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.Trace.Moment;
import java.util.Optional;
import java.util.Set;

/**
 * The laws of triggers, checked on what was seen. Nothing here calls the machine or anything the
 * machine is made of: the checkers keep their own books from events, states and effects, so that a
 * mistake in the machine cannot repeat itself here.
 *
 * <p>Each answers with the first violation, in words.
 */
enum Laws {
  L1_ONE_STEP_IS_ONE_EDGE,
  L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS,
  L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED,
  L6_STATE_AND_EFFECTS_ARE_ONE,
  L7_WHEN_UNSURE,
  L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING;

  /** What is wrong in this trace, if anything. */
  Optional<String> violation(Trace trace) {
    return switch (this) {
      case L1_ONE_STEP_IS_ONE_EDGE -> OneEdge.violation(trace);
      case L2_A_CHECK_IN_BEFORE_THE_FIRST_HAND_OVER_WINS -> CheckInWins.violation(trace);
      case L3_SILENCE_COUNTS_ONLY_IF_THE_OWNER_WAS_REACHED -> OwnerReached.violation(trace);
      case L6_STATE_AND_EFFECTS_ARE_ONE -> Together.violation(trace);
      case L7_WHEN_UNSURE -> WhenUnsure.violation(trace);
      case L8_REPEATED_AND_LATE_EVENTS_DO_NOTHING -> Idempotent.violation(trace);
    };
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

  static Optional<String> wrong(Moment moment, String why) {
    return Optional.of(moment.name() + " at " + moment.at() + " " + why);
  }
}
