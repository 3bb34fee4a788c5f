package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One trigger's story as the log tells it, read entry by entry and measured against the owner's
 * signed windows. It never asks the trigger's own row, and knows nothing of the machine that moved
 * it: two readers of one story that must agree.
 *
 * <p>A sign of life begins the story anew; nothing that was gathered before it counts. A hold leads
 * back to where it was held from and nowhere else; and where answers were wanting, only with as
 * many confirmations as the owner asked for, in time or late. A clearing that lacks them (as one by
 * refusals does) opens nothing until the story begins anew.
 */
final class TriggerHistory {
  /**
   * An entry is written a moment after the event it records, in the same transaction; so two
   * recorded times may lie closer together than the two events by at most this.
   */
  static final Duration WRITING = Duration.ofSeconds(2);

  private enum Phase {
    ENDED,
    PAUSED,
    SILENT,
    WARNED,
    VERIFYING,
    TRIGGERED,
    EXECUTING,
    HELD
  }

  private static final String NO_ANSWER = "no_answer";
  private static final Pattern OCCASION = Pattern.compile("[a-z]{1,20}_([0-9]{1,17})");

  private final ReleasePolicy policy;
  private Phase phase = Phase.ENDED;
  private Phase heldFrom = Phase.ENDED;
  private String heldWhy = "";
  private boolean armed;
  private int epoch;
  private int highestEpoch;
  private String policyHash = "";
  private Instant silentSince = Instant.EPOCH;
  private Instant remindersSince = Instant.MAX;
  private Instant noticesSince = Instant.MAX;
  private Optional<Instant> reminded = Optional.empty();
  private boolean graceServed;
  private final RecordedAnswers answers;
  private Optional<Instant> noticed = Optional.empty();
  private Optional<Instant> executing = Optional.empty();
  private Optional<GateAnswer.Shut> violation = Optional.empty();
  private final Map<Long, Instant> opened = new HashMap<>();
  private long begun;

  TriggerHistory(ReleasePolicy policy) {
    this.policy = policy;
    this.answers = new RecordedAnswers(policy);
  }

  /** The next entry of the vault's log; those of other triggers are passed over. */
  void take(Entry entry) {
    if (!policy.epoch().trigger().toString().equals(entry.facts().get("trigger"))) {
      return;
    }
    switch (entry.type()) {
      case TRIGGER_ARMED -> armed(entry);
      case TRIGGER_DISARMED, TRIGGER_CANCELLED, PLATFORM_SHARES_DESTROYED -> ended(entry);
      case TRIGGER_PAUSED -> phase = Phase.PAUSED;
      case CHECK_IN -> checkedIn(entry.time());
      case TRIGGER_RESUMED -> alive(entry.time());
      case CHALLENGE_RECORDED -> challenged(entry);
      case TRIGGER_STEPPED -> stepped(entry);
      case REMINDER_ACCEPTED -> reminded(entry);
      case NOTICE_ACCEPTED -> noticed(entry);
      case RELEASE_KEYS_MADE -> keysMade(entry);
      case RELEASE_KEYS_DESTROYED -> answers.forget();
      case CONFIRMATION_RECORDED -> answered(entry);
      case ESCROW_OPENED -> {
        if (isOfEpoch(entry) && entry.facts().get("stage") instanceof Long stage) {
          opened.putIfAbsent(stage, entry.time());
        }
      }
      // Everything else happens around a trigger and decides nothing: fetches, refusals, failed
      // letters.
      default -> {}
    }
  }

  /** What follows from everything taken so far. */
  GateAnswer answer(int stage, int remembered, io.vaultplatform.core.audit.Head head) {
    var wanted = policy.epoch().number();
    if (wanted < Math.max(highestEpoch, remembered)) {
      return shut(
          GateAnswer.Why.OLDER_EPOCH,
          "epoch " + Math.max(highestEpoch, remembered) + " was seen, and this is epoch " + wanted);
    }
    if (!armed || epoch != wanted) {
      return shut(GateAnswer.Why.NOT_ARMED, "the log does not show epoch " + wanted + " armed");
    }
    if (!policyHash.equals(policy.hash())) {
      return shut(GateAnswer.Why.OTHER_POLICY, "the log names another policy for this epoch");
    }
    if (opened.containsKey((long) stage)) {
      return shut(GateAnswer.Why.ALREADY_OPENED, "stage " + stage + " was opened before");
    }
    if (violation.isPresent()) {
      return violation.get();
    }
    if (phase != Phase.EXECUTING) {
      return shut(
          phase == Phase.ENDED ? GateAnswer.Why.ENDED : GateAnswer.Why.NOT_EXECUTING,
          "the log shows the trigger " + phase.name().toLowerCase(java.util.Locale.ROOT));
    }
    if (stage > begun) {
      return shut(GateAnswer.Why.NOT_EXECUTING, "the log does not show stage " + stage + " begun");
    }
    var lacking = answers.lacking(needed());
    if (lacking.isPresent()) {
      return lacking.get();
    }
    // Present, or the steps that led here would have been violations.
    return new GateAnswer.Open(
        silentSince,
        reminded.orElseThrow(),
        answers.confirmed(),
        answers.keysHash(),
        noticed.orElseThrow(),
        executing.orElseThrow(),
        head);
  }

  // A product that proceeds without answers proceeds without confirmations beyond the shares; never
  // without
  // the shares.
  private int needed() {
    return switch (policy.uncertainty()) {
      case HOLD -> policy.confirmations();
      case PROCEED -> policy.sharesNeeded();
    };
  }

  private void requireQuorum() {
    answers.lacking(policy.confirmations()).ifPresent(this::violate);
  }

  private void armed(Entry entry) {
    armed = true;
    epoch = entry.facts().get("epoch") instanceof Long number ? Math.toIntExact(number) : 0;
    highestEpoch = Math.max(highestEpoch, epoch);
    policyHash = String.valueOf(entry.facts().get("policyHash"));
    opened.clear();
    begun = 0;
    alive(entry.time());
  }

  // An old epoch's end, recorded while the next one is armed, ends nothing.
  private void ended(Entry entry) {
    if (isOfEpoch(entry)) {
      armed = false;
      phase = Phase.ENDED;
    }
  }

  private void alive(Instant at) {
    if (!armed || (phase == Phase.EXECUTING && !opened.isEmpty())) {
      return; // after the first hand-over a sign of life rescinds, but does not undo
    }
    phase = Phase.SILENT;
    silentSince = at;
    remindersSince = at.plus(policy.windows().interval());
    reminded = Optional.empty();
    graceServed = false;
    answers.forget();
    noticed = Optional.empty();
    executing = Optional.empty();
    begun = 0;
    violation = Optional.empty();
  }

  // A pause goes on after it: what was announced stands, and no interval runs meanwhile.
  private void checkedIn(Instant at) {
    if (phase != Phase.PAUSED) {
      alive(at);
    }
  }

  private void challenged(Entry entry) {
    if (entry.actor().kind() == Actor.Kind.USER) {
      alive(entry.time());
    } else {
      held("challenged");
    }
  }

  private void held(String why) {
    // What holds it first is what has to be cleared.
    if (phase != Phase.HELD) {
      heldFrom = phase;
      heldWhy = why;
      phase = Phase.HELD;
    }
  }

  private void reminded(Entry entry) {
    if (isOfEpoch(entry)
        && isAbout(entry, remindersSince)
        && reminded.isEmpty()
        && (phase == Phase.SILENT || phase == Phase.WARNED)) {
      reminded = Optional.of(entry.time());
    }
  }

  private void noticed(Entry entry) {
    if (isOfEpoch(entry)
        && isAbout(entry, noticesSince)
        && phase == Phase.TRIGGERED
        && noticed.isEmpty()) {
      noticed = Optional.of(entry.time());
    }
  }

  // An old letter may be accepted days later: it counts by when it was asked for, which its
  // occasion names.
  private static boolean isAbout(Entry entry, Instant since) {
    return entry.facts().get("occasion") instanceof String occasion
        && asked(occasion).filter(at -> !at.isBefore(since.minus(WRITING))).isPresent();
  }

  private static Optional<Instant> asked(String occasion) {
    var matcher = OCCASION.matcher(occasion);
    return matcher.matches()
        ? Optional.of(Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS))
        : Optional.empty();
  }

  // Where nobody is asked, keys would stand for a question that was never put.
  private void keysMade(Entry entry) {
    if (isOfEpoch(entry) && (phase == Phase.VERIFYING || isHeldForAnswers())) {
      answers.begin(String.valueOf(entry.facts().get("keysHash")));
    }
  }

  private void answered(Entry entry) {
    if (isOfEpoch(entry) && isAsked()) {
      answers.take(entry.facts());
    }
  }

  private boolean isAsked() {
    return phase == Phase.VERIFYING || phase == Phase.TRIGGERED || isHeldForAnswers();
  }

  private boolean isHeldForAnswers() {
    return phase == Phase.HELD && heldFrom == Phase.VERIFYING && heldWhy.equals(NO_ANSWER);
  }

  private void stepped(Entry entry) {
    if (!isOfEpoch(entry)) {
      return;
    }
    var to = String.valueOf(entry.facts().get("to"));
    var at = entry.time();
    if (to.equals(entry.facts().get("from"))) {
      // A reminder sent again, an answer of several, a stage done: the state stays, its evidence
      // too.
      require(
          to.equalsIgnoreCase(phase.name()) || (to.equals("armed") && phase == Phase.SILENT), to);
      if (phase == Phase.EXECUTING) {
        stageBegun(entry, at);
      }
      return;
    }
    // Where a hold that is cleared goes on; nowhere, when nothing is held.
    var goesOn = phase == Phase.HELD ? heldFrom : Phase.ENDED;
    switch (to) {
      case "armed" -> alive(at);
      case "warned" -> {
        require(goesOn == Phase.WARNED || phase == Phase.SILENT, "warned");
        if (goesOn == Phase.WARNED) {
          reminded = Optional.empty();
          remindersSince = at;
        } else {
          requireAfter(silentSince, policy.windows().interval(), at, GateAnswer.Why.INTERVAL);
        }
        phase = Phase.WARNED;
      }
      case "verifying" -> {
        require((goesOn == Phase.VERIFYING && graceServed) || phase == Phase.WARNED, "verifying");
        if (isHeldForAnswers()) {
          requireQuorum();
        }
        if (!graceServed) {
          requireAfter(
              reminded,
              policy.windows().grace(),
              at,
              GateAnswer.Why.NOT_REACHED,
              GateAnswer.Why.GRACE);
          graceServed = true;
        }
        phase = Phase.VERIFYING;
      }
      case "triggered" -> {
        require(
            (goesOn == Phase.TRIGGERED && graceServed) || phase == Phase.VERIFYING, "triggered");
        // A product that holds waits for its quorum here; one that proceeds may go on without.
        if (policy.uncertainty() == ReleasePolicy.Uncertainty.HOLD) {
          requireQuorum();
        }
        noticed = Optional.empty();
        noticesSince = at;
        phase = Phase.TRIGGERED;
      }
      case "executing" -> {
        require(
            (goesOn == Phase.EXECUTING && executing.isPresent()) || phase == Phase.TRIGGERED,
            "executing");
        if (executing.isEmpty()) {
          requireAfter(
              noticed,
              policy.windows().challenge(),
              at,
              GateAnswer.Why.NOT_NOTIFIED,
              GateAnswer.Why.CHALLENGE_WINDOW);
          executing = Optional.of(at);
        }
        phase = Phase.EXECUTING;
        stageBegun(entry, at);
      }
      case "held" -> held(String.valueOf(entry.facts().get("why")));
      case "paused" -> phase = Phase.PAUSED;
      // draft, cancelled, executed, rescinded, and whatever a forged entry may say.
      default -> phase = Phase.ENDED;
    }
  }

  // The stages come one after another, and between two of them lies the window in which the owner's
  // people can stop the rest.
  private void stageBegun(Entry entry, Instant at) {
    long stage = entry.facts().get("stage") instanceof Long number ? number : 1;
    if (stage <= begun) {
      return;
    }
    require(stage == begun + 1 && stage <= policy.stages().size(), "stage " + stage);
    if (stage > 1) {
      requireAfter(
          Optional.ofNullable(opened.get(stage - 1)),
          policy.stage((int) stage - 1).map(ReleaseStage::abort).orElse(Duration.ZERO),
          at,
          GateAnswer.Why.IMPOSSIBLE_STEP,
          GateAnswer.Why.STAGE_WINDOW);
    }
    begun = stage;
  }

  private void require(boolean possible, String to) {
    if (!possible) {
      violate(
          GateAnswer.Why.IMPOSSIBLE_STEP,
          "the log shows a step to " + to + " that does not follow from the steps before");
    }
  }

  private void requireAfter(
      Optional<Instant> start,
      Duration window,
      Instant at,
      GateAnswer.Why absent,
      GateAnswer.Why early) {
    if (start.isEmpty()) {
      violate(absent, "no channel accepted what starts this window");
    } else {
      requireAfter(start.get(), window, at, early);
    }
  }

  private void requireAfter(Instant start, Duration window, Instant at, GateAnswer.Why early) {
    if (at.isBefore(start.plus(window).minus(WRITING))) {
      violate(early, "the signed window of " + window + " was not over");
    }
  }

  private void violate(GateAnswer.Why why, String detail) {
    violate(shut(why, detail));
  }

  private void violate(GateAnswer.Shut shut) {
    violation = violation.or(() -> Optional.of(shut));
  }

  private boolean isOfEpoch(Entry entry) {
    return entry.facts().get("epoch") instanceof Long number && number == epoch;
  }

  private static GateAnswer.Shut shut(GateAnswer.Why why, String detail) {
    return new GateAnswer.Shut(why, detail);
  }
}
