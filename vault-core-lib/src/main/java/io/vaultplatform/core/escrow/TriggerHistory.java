package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One trigger's story as the log tells it, read entry by entry and measured against the owner's
 * signed windows. It never asks the trigger's own row, and knows nothing of the machine that moved
 * it: two readers of one story that must agree.
 *
 * <p>A sign of life begins the story anew; nothing that was gathered before it counts.
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

  private final ReleasePolicy policy;
  private Phase phase = Phase.ENDED;
  private boolean armed;
  private int epoch;
  private int highestEpoch;
  private String policyHash = "";
  private Instant silentSince = Instant.EPOCH;
  private Optional<Instant> reminded = Optional.empty();
  private boolean graceServed;
  private Optional<String> keys = Optional.empty();
  private final Set<UUID> confirmed = new HashSet<>();
  private Optional<Instant> noticed = Optional.empty();
  private Optional<Instant> executing = Optional.empty();
  private Optional<GateAnswer.Shut> violation = Optional.empty();
  private final Set<Long> opened = new HashSet<>();

  TriggerHistory(ReleasePolicy policy) {
    this.policy = policy;
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
      case CHECK_IN, TRIGGER_RESUMED -> alive(entry.time());
      case CHALLENGE_RECORDED -> challenged(entry);
      case TRIGGER_STEPPED -> stepped(entry);
      case REMINDER_ACCEPTED -> reminded(entry);
      case NOTICE_ACCEPTED -> noticed(entry);
      case RELEASE_KEYS_MADE -> keysMade(entry);
      case RELEASE_KEYS_DESTROYED -> {
        keys = Optional.empty();
        confirmed.clear();
      }
      case CONFIRMATION_RECORDED -> confirmed(entry);
      case ESCROW_OPENED -> {
        if (isOfEpoch(entry) && entry.facts().get("stage") instanceof Long stage) {
          opened.add(stage);
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
    if (opened.contains((long) stage)) {
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
    if (keys.isEmpty()) {
      return shut(GateAnswer.Why.NO_KEYS, "there are no release keys");
    }
    if (confirmed.size() < needed()) {
      return shut(
          GateAnswer.Why.QUORUM,
          confirmed.size() + " of " + needed() + " confirmations are recorded");
    }
    // Present, or the steps that led here would have been violations.
    return new GateAnswer.Open(
        silentSince,
        reminded.orElseThrow(),
        confirmed,
        keys.get(),
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
      case PROCEED -> policy.path().threshold();
    };
  }

  private void armed(Entry entry) {
    armed = true;
    epoch = entry.facts().get("epoch") instanceof Long number ? Math.toIntExact(number) : 0;
    highestEpoch = Math.max(highestEpoch, epoch);
    policyHash = String.valueOf(entry.facts().get("policyHash"));
    opened.clear();
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
    reminded = Optional.empty();
    graceServed = false;
    keys = Optional.empty();
    confirmed.clear();
    noticed = Optional.empty();
    executing = Optional.empty();
    violation = Optional.empty();
  }

  private void challenged(Entry entry) {
    if (entry.actor().kind() == Actor.Kind.USER) {
      alive(entry.time());
    } else {
      phase = Phase.HELD;
    }
  }

  private void reminded(Entry entry) {
    boolean due =
        !entry.time().isBefore(silentSince.plus(policy.windows().interval()).minus(WRITING));
    if (isOfEpoch(entry)
        && due
        && reminded.isEmpty()
        && (phase == Phase.SILENT || phase == Phase.WARNED)) {
      reminded = Optional.of(entry.time());
    }
  }

  private void noticed(Entry entry) {
    if (isOfEpoch(entry) && phase == Phase.TRIGGERED && noticed.isEmpty()) {
      noticed = Optional.of(entry.time());
    }
  }

  private void keysMade(Entry entry) {
    if (isOfEpoch(entry)) {
      keys = Optional.of(String.valueOf(entry.facts().get("keysHash")));
      confirmed.clear();
    }
  }

  private void confirmed(Entry entry) {
    var facts = entry.facts();
    boolean counts =
        isOfEpoch(entry)
            && "confirm".equals(facts.get("decision"))
            && keys.isPresent()
            && keys.get().equals(facts.get("keysHash"));
    if (counts) {
      policy.trustees().stream()
          .map(ReleasePolicy.Trustee::id)
          .filter(id -> id.toString().equals(facts.get("trustee")))
          .forEach(confirmed::add);
    }
  }

  private void stepped(Entry entry) {
    if (!isOfEpoch(entry)) {
      return;
    }
    var to = String.valueOf(entry.facts().get("to"));
    if (to.equals(entry.facts().get("from"))) {
      // A reminder sent again, an answer of several, a stage done: the state stays, its evidence
      // too.
      require(
          to.equalsIgnoreCase(phase.name()) || (to.equals("armed") && phase == Phase.SILENT), to);
      return;
    }
    var at = entry.time();
    boolean cleared = phase == Phase.HELD;
    switch (to) {
      case "armed" -> alive(at);
      case "warned" -> {
        require(cleared || phase == Phase.SILENT, "warned");
        if (cleared) {
          reminded = Optional.empty();
        } else {
          requireAfter(silentSince, policy.windows().interval(), at, GateAnswer.Why.INTERVAL);
        }
        phase = Phase.WARNED;
      }
      case "verifying" -> {
        require((cleared && graceServed) || phase == Phase.WARNED, "verifying");
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
        require((cleared && graceServed) || phase == Phase.VERIFYING, "triggered");
        noticed = Optional.empty();
        phase = Phase.TRIGGERED;
      }
      case "executing" -> {
        require((cleared && executing.isPresent()) || phase == Phase.TRIGGERED, "executing");
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
      }
      case "held" -> phase = Phase.HELD;
      case "paused" -> phase = Phase.PAUSED;
      // draft, cancelled, executed, rescinded, and whatever a forged entry may say.
      default -> phase = Phase.ENDED;
    }
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
    if (violation.isEmpty()) {
      violation = Optional.of(shut(why, detail));
    }
  }

  private boolean isOfEpoch(Entry entry) {
    return entry.facts().get("epoch") instanceof Long number && number == epoch;
  }

  private static GateAnswer.Shut shut(GateAnswer.Why why, String detail) {
    return new GateAnswer.Shut(why, detail);
  }
}
