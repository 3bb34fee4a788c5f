package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the owner decided about one trigger: what it waits for, who must agree, and how long
 * everybody has to object. A plan that exists is possible and internally consistent; {@link #check}
 * adds the operator's floor, which differs between a production server and a demonstration.
 *
 * @param condition what the trigger waits for
 * @param signalsNeeded independent signals before anything is released; the condition itself is the
 *     first, each trustee's confirmation one more; at least 2
 * @param verifyWithin how long the trustees have to answer
 * @param challengeWindow how long the owner has to object after notices of it were accepted
 * @param stages the steps of the release, in order; each window is the time to abort after its
 *     hand-over
 * @param uncertainty what happens when the trustees do not answer in time
 * @param trustees how many trustees there are (n)
 * @param confirmations how many of them must confirm (m of n)
 * @param shares how many of their key shares open the escrow; never more than {@code
 *     confirmations}, or a confirmed release could not be opened
 */
public record Plan(
    Condition condition,
    int signalsNeeded,
    Duration verifyWithin,
    Duration challengeWindow,
    List<Stage> stages,
    Uncertainty uncertainty,
    int trustees,
    int confirmations,
    int shares) {
  /** Shamir's scheme over GF(256) has 255 shares to give. */
  public static final int MOST_TRUSTEES = 255;

  static final int MOST_STAGES = 16;

  /**
   * One step of the release.
   *
   * @param window how long after its hand-over the rest can still be aborted
   */
  public record Stage(Duration window) {}

  public Plan {
    stages = List.copyOf(stages);
    Bounds.between("trustees", trustees, 1, MOST_TRUSTEES);
    Bounds.between("shares", shares, 1, MOST_TRUSTEES);
    Bounds.between("confirmations", confirmations, 1, MOST_TRUSTEES);
    if (confirmations > trustees) {
      throw new FieldException(
          "confirmations", "cannot be " + confirmations + ": there are " + trustees + " trustees");
    }
    if (shares > trustees) {
      throw new FieldException(
          "shares", "cannot be " + shares + ": there are " + trustees + " trustees");
    }
    if (confirmations < shares) {
      throw new FieldException(
          "confirmations",
          "must be at least the share quorum ("
              + shares
              + "): fewer would agree to what they cannot open");
    }
    Bounds.between("signalsNeeded", signalsNeeded, 2, MOST_TRUSTEES + 1);
    if (signalsNeeded - 1 > trustees) {
      throw new FieldException(
          "signalsNeeded",
          "must be at most "
              + (trustees + 1)
              + ": the silence is one signal, each trustee one more");
    }
    Bounds.sane("verifyWithin", verifyWithin);
    Bounds.sane("challengeWindow", challengeWindow);
    Bounds.between("stages", stages.size(), 1, MOST_STAGES);
    for (int i = 0; i < stages.size(); i++) {
      Bounds.sane("stages[" + i + "].window", stages.get(i).window());
    }
    var arrival =
        switch (condition) {
          case Condition.DeadManSwitch(var interval, var grace, var reminders) ->
              reminders.arriveWithin();
        };
    if (challengeWindow.compareTo(arrival) < 0) {
      throw new FieldException(
          "challengeWindow",
          "must be at least as long as a reminder may take to arrive, or nobody could use it");
    }
    if (verifyWithin.compareTo(arrival) < 0) {
      throw new FieldException(
          "verifyWithin", "must be at least as long as a request may take to arrive");
    }
  }

  /**
   * How many trustees have to confirm for both the quorum and the number of signals to be reached.
   */
  public int confirmationsNeeded() {
    return Math.max(confirmations, signalsNeeded - 1);
  }

  /**
   * This plan, if none of its durations is shorter than the operator allows.
   *
   * @param minimumInterval the floor under every duration; one hour in production
   */
  public Outcome<Plan> check(Duration minimumInterval) {
    for (var duration : durations().entrySet()) {
      if (duration.getValue().compareTo(minimumInterval) < 0) {
        var flaw =
            new FieldException(
                duration.getKey(),
                "must be at least " + IsoDuration.text(minimumInterval) + " on this server");
        return Outcome.refused(flaw.refusal());
      }
    }
    return Outcome.done(this);
  }

  /** Every duration of this plan by the name of its field, in the order of the format. */
  public Map<String, Duration> durations() {
    var all = new LinkedHashMap<String, Duration>();
    switch (condition) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> {
        all.put("interval", interval);
        all.put("grace", grace);
        for (int i = 0; i < reminders.before().size(); i++) {
          all.put("reminders.before[" + i + "]", reminders.before().get(i));
        }
        all.put("reminders.every", reminders.every());
        all.put("reminders.arriveWithin", reminders.arriveWithin());
      }
    }
    all.put("verifyWithin", verifyWithin);
    all.put("challengeWindow", challengeWindow);
    for (int i = 0; i < stages.size(); i++) {
      all.put("stages[" + i + "].window", stages.get(i).window());
    }
    switch (uncertainty) {
      case Uncertainty.Hold() -> {}
      case Uncertainty.Proceed(var maxExtension) -> all.put("maxExtension", maxExtension);
    }
    return all;
  }
}
