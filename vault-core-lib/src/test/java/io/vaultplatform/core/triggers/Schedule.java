package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.triggers.Trace.Answer;
import io.vaultplatform.core.triggers.Trace.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A random life of a trigger, from one seed: people of a random temperament, a server that sleeps,
 * mails that are accepted late or never, crashes before the commit, events that arrive twice. It
 * drives any machine, sound or broken, and only writes down what happened.
 */
final class Schedule {
  /** The rules under test: the real ones, or broken ones. */
  @FunctionalInterface
  interface Machine {
    Step step(Plan plan, TriggerState state, TriggerEvent event);
  }

  private static final int EVENTS = 60;

  private final Random random;
  private final Machine machine;
  private final Plan plan;
  private final Plan storedPlan;
  private final List<Instant> asked = new ArrayList<>();
  private final List<Moment> moments = new ArrayList<>();
  // How often a person interferes, in percent: some owners are silent for good, some never leave it
  // alone.
  private final int interference;
  private TriggerState state = new TriggerState.Draft();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Schedule(long seed, Machine machine) {
    this.random = new Random(seed);
    this.machine = machine;
    this.plan = randomPlan(random);
    this.storedPlan = ((Outcome.Done<Plan>) TriggerJson.plan(TriggerJson.toTree(plan))).value();
    this.interference = pick(0, 2, 10, 30);
  }

  static Trace run(long seed, Machine machine) {
    return new Schedule(seed, machine).run();
  }

  private Trace run() {
    feed(new TriggerEvent.Arm(now), false, false);
    for (int i = 0; i < EVENTS; i++) {
      int dice = random.nextInt(100);
      if (dice < 5) {
        feed(
            moments.get(moments.size() - 1).event(),
            false,
            !moments.get(moments.size() - 1).lost());
      } else {
        now = now.plus(delay());
        feed(event(), dice < 10, false);
      }
    }
    return new Trace(plan, List.copyOf(moments));
  }

  private void feed(TriggerEvent event, boolean lost, boolean repeated) {
    var before = state;
    var step = machine.step(plan, before, event);
    // Reading back is slow beside stepping; one event in four is plenty over all lives.
    var reproducible =
        random.nextInt(4) > 0
            || machine
                .step(storedPlan, TriggerJson.state(TriggerJson.toTree(before)), event)
                .equals(step);
    switch (step) {
      case Step.Moved(var after, var effects) -> {
        moments.add(
            new Moment(event, before, Answer.MOVED, after, effects, lost, repeated, reproducible));
        if (!lost) {
          state = after;
          if (!effects.isEmpty()) {
            asked.add(event.at());
          }
        }
      }
      case Step.Stayed() ->
          moments.add(
              new Moment(
                  event, before, Answer.STAYED, before, List.of(), lost, repeated, reproducible));
      case Step.Refused(var refusal) ->
          moments.add(
              new Moment(
                  event, before, Answer.REFUSED, before, List.of(), lost, repeated, reproducible));
    }
  }

  private TriggerEvent event() {
    if (random.nextInt(100) < interference) {
      return act();
    }
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> new TriggerEvent.Tick(now);
      case 4 -> new TriggerEvent.ReminderAccepted(now, someAsked(), "mail");
      case 5 -> new TriggerEvent.NoticesAccepted(now, someAsked());
      case 6, 7 -> signal();
      case 8 ->
          new TriggerEvent.StageDone(now, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : stage());
      default -> random.nextInt(3) == 0 ? rare() : expected();
    };
  }

  /** What would move this state on, so that long lives are reached often enough to be tested. */
  private TriggerEvent expected() {
    return switch (state) {
      case TriggerState.Armed a -> new TriggerEvent.ReminderAccepted(now, someAsked(), "mail");
      case TriggerState.Warned w -> new TriggerEvent.ReminderAccepted(now, someAsked(), "mail");
      case TriggerState.Verifying v -> signal();
      case TriggerState.Triggered t -> new TriggerEvent.NoticesAccepted(now, someAsked());
      case TriggerState.Executing e -> new TriggerEvent.StageDone(now, e.stage());
      case TriggerState.Held h -> new TriggerEvent.Cleared(now);
      case TriggerState.Paused p -> new TriggerEvent.Tick(now);
      case TriggerState.Resting r -> new TriggerEvent.Arm(now);
    };
  }

  private TriggerEvent rare() {
    return switch (random.nextInt(5)) {
      case 0 -> new TriggerEvent.EveryChannelFailed(now, someAsked());
      case 1 ->
          new TriggerEvent.Doubt(
              now, pick(HoldReason.CLOCKS, HoldReason.LOG, HoldReason.KEY_SERVICE));
      case 2 -> new TriggerEvent.ChallengeByContact(now, source());
      case 3 -> new TriggerEvent.Cleared(now);
      default -> new TriggerEvent.Contest(now);
    };
  }

  private TriggerEvent act() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new TriggerEvent.CheckIn(now);
      case 3, 4 -> new TriggerEvent.ChallengeByOwner(now);
      case 5 -> new TriggerEvent.ChallengeByContact(now, source());
      case 6 -> new TriggerEvent.Pause(now, now.plus(Duration.ofDays(random.nextInt(40) - 5)));
      case 7 -> new TriggerEvent.Disarm(now);
      case 8 ->
          random.nextInt(4) == 0 ? new TriggerEvent.Cancel(now) : new TriggerEvent.CheckIn(now);
      case 9 -> new TriggerEvent.Abort(now);
      case 10 -> new TriggerEvent.Arm(now);
      default -> new TriggerEvent.Contest(now);
    };
  }

  private TriggerEvent signal() {
    return random.nextInt(6) == 0
        ? new TriggerEvent.SignalRefused(now, source())
        : new TriggerEvent.SignalConfirmed(now, source());
  }

  private SignalSource source() {
    return new SignalSource(new UUID(7, random.nextInt(plan.trustees())));
  }

  private int stage() {
    return state instanceof TriggerState.Executing executing ? executing.stage() : 1;
  }

  private Instant someAsked() {
    if (asked.isEmpty()) {
      return now;
    }
    return random.nextInt(4) == 0
        ? asked.get(random.nextInt(asked.size()))
        : asked.get(asked.size() - 1);
  }

  private Duration delay() {
    var due = state.nextDue().map(time -> Duration.between(now, time)).filter(Duration::isPositive);
    return switch (random.nextInt(10)) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofSeconds(random.nextInt(3600));
      case 2 -> Duration.ofHours(random.nextInt(72));
      case 3 -> random.nextInt(4) == 0 ? Duration.ofDays(365) : Duration.ofDays(random.nextInt(10));
      case 4 -> due.map(time -> time.minusNanos(1000)).orElse(Duration.ofSeconds(1));
      case 5 -> due.map(time -> time.plusSeconds(random.nextInt(90))).orElse(Duration.ofMinutes(1));
      default -> due.orElse(Duration.ofMinutes(random.nextInt(60)));
    };
  }

  static Plan randomPlan(Random random) {
    var arrive = Duration.ofMinutes(1 + random.nextInt(300));
    var interval = Duration.ofHours(24 + random.nextInt(400));
    int trustees = 1 + random.nextInt(5);
    int confirmations = 1 + random.nextInt(trustees);
    var stages = new ArrayList<Plan.Stage>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      stages.add(new Plan.Stage(Duration.ofHours(1 + random.nextInt(50))));
    }
    return new Plan(
        new Condition.DeadManSwitch(
            interval,
            arrive.plusHours(random.nextInt(100)),
            new Reminders(
                random.nextBoolean()
                    ? List.of()
                    : List.of(
                        interval.dividedBy(2).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        Duration.ofHours(3)),
                Duration.ofHours(1 + random.nextInt(48)),
                arrive)),
        2 + random.nextInt(trustees),
        arrive.plusHours(random.nextInt(100)),
        arrive.plusHours(random.nextInt(100)),
        stages,
        random.nextBoolean()
            ? new Uncertainty.Hold()
            : new Uncertainty.Proceed(Duration.ofHours(1 + random.nextInt(200))),
        trustees,
        confirmations,
        1 + random.nextInt(confirmations));
  }

  @SafeVarargs
  private final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
