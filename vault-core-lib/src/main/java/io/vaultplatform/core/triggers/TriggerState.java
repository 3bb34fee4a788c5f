package io.vaultplatform.core.triggers;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a trigger stands, with every deadline that matters there: one type per state.
 *
 * <p>A deadline is computed when the event that starts it happens, and stored. So a state says by
 * itself when it is due ({@link #nextDue}), and who may object to it until when ({@link
 * #challengers}, {@link #challengeUntil}).
 */
public sealed interface TriggerState {

  /** The states by name, for storage, filters and metrics. */
  enum Kind {
    DRAFT,
    ARMED,
    WARNED,
    VERIFYING,
    TRIGGERED,
    EXECUTING,
    EXECUTED,
    PAUSED,
    HELD,
    CANCELLED,
    RESCINDED;

    private final String text;

    Kind() {
      this.text = name().toLowerCase(Locale.ROOT);
    }

    /** The stored name. */
    public String text() {
      return text;
    }
  }

  /** Who may object. */
  enum Challenger {
    /** The owner, by checking in or by a challenge. */
    OWNER,
    /** A trustee or secondary contact, by a challenge. */
    CONTACT
  }

  /** The name of this state. */
  Kind kind();

  /** When a tick has something to do here; empty where only an event leads on. */
  default Optional<Instant> nextDue() {
    return Optional.empty();
  }

  /** Who may object to what is going on. */
  default Set<Challenger> challengers() {
    return Set.of();
  }

  /** Until when they may; empty where nobody may, or where the end is not yet known. */
  default Optional<Instant> challengeUntil() {
    return Optional.empty();
  }

  /** States in which something is going on, so that it can be held and continued. */
  sealed interface Live extends TriggerState {}

  /** States in which no time runs and nobody is waited for. */
  sealed interface Resting extends TriggerState {}

  /** Being written; nothing is watched. */
  record Draft() implements Resting {
    @Override
    public Kind kind() {
      return Kind.DRAFT;
    }
  }

  /**
   * The owner's next sign of life is awaited.
   *
   * @param since when the current interval began
   * @param deadline when the check-in is due
   * @param nextReminder when the next reminder goes out: before the deadline at first, then at and
   *     after it
   * @param silent since when a reminder that counts has been asked for; empty until the deadline is
   *     missed. Evidence about a reminder asked for earlier than this is about an earlier silence
   */
  record Armed(Instant since, Instant deadline, Instant nextReminder, Optional<Instant> silent)
      implements Live {
    @Override
    public Kind kind() {
      return Kind.ARMED;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.of(nextReminder);
    }
  }

  /**
   * The owner was reached and is silent: the grace runs.
   *
   * @param since when this state was entered
   * @param asked since when reminders count as evidence here
   * @param graceEnds when the grace ends; empty until a channel has accepted a reminder asked for
   *     here
   * @param nextReminder when the next reminder goes out
   */
  record Warned(Instant since, Instant asked, Optional<Instant> graceEnds, Instant nextReminder)
      implements Live {
    @Override
    public Kind kind() {
      return Kind.WARNED;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.of(graceEnds.filter(end -> end.isBefore(nextReminder)).orElse(nextReminder));
    }

    @Override
    public Set<Challenger> challengers() {
      return EnumSet.of(Challenger.OWNER);
    }

    @Override
    public Optional<Instant> challengeUntil() {
      return graceEnds;
    }
  }

  /**
   * The trustees are asked.
   *
   * @param since when they were asked, or asked again after a hold
   * @param silent since when reminders of this silence were asked for: one that bounces now still
   *     counts
   * @param answerBy until when they may answer
   * @param extended whether the wait was already extended (fail-open products only)
   * @param confirmed who confirmed
   * @param refused who refused
   */
  record Verifying(
      Instant since,
      Instant silent,
      Instant answerBy,
      boolean extended,
      Set<SignalSource> confirmed,
      Set<SignalSource> refused)
      implements Live {
    public Verifying {
      confirmed = Set.copyOf(confirmed);
      refused = Set.copyOf(refused);
      if (Stream.concat(confirmed.stream(), refused.stream()).distinct().count()
          != confirmed.size() + refused.size()) {
        throw new IllegalArgumentException("a trustee cannot both confirm and refuse");
      }
    }

    @Override
    public Kind kind() {
      return Kind.VERIFYING;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.of(answerBy);
    }

    @Override
    public Set<Challenger> challengers() {
      return EnumSet.allOf(Challenger.class);
    }

    @Override
    public Optional<Instant> challengeUntil() {
      return Optional.of(answerBy);
    }
  }

  /**
   * The condition is met; the challenge window runs as soon as the owner was told.
   *
   * @param since when the condition was met
   * @param asked since when notices of the window count as evidence here
   * @param windowEnds when the window ends; empty until notices asked for here were accepted
   * @param nextNotice when the notices are repeated if none was accepted
   */
  record Triggered(Instant since, Instant asked, Optional<Instant> windowEnds, Instant nextNotice)
      implements Live {
    @Override
    public Kind kind() {
      return Kind.TRIGGERED;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.of(windowEnds.orElse(nextNotice));
    }

    @Override
    public Set<Challenger> challengers() {
      return EnumSet.allOf(Challenger.class);
    }

    @Override
    public Optional<Instant> challengeUntil() {
      return windowEnds;
    }
  }

  /**
   * A stage of the release is under way, or done with its abort window running.
   *
   * @param stage 1 for the first
   * @param since when this stage began
   * @param windowEnds when its abort window ends; empty until its hand-over is done
   */
  record Executing(int stage, Instant since, Optional<Instant> windowEnds) implements Live {
    public Executing {
      if (stage < 1) {
        throw new IllegalArgumentException("stages count from 1");
      }
    }

    @Override
    public Kind kind() {
      return Kind.EXECUTING;
    }

    @Override
    public Optional<Instant> nextDue() {
      return windowEnds;
    }

    /**
     * Whether anything has been handed over: from then on it can be rescinded, no longer undone.
     */
    public boolean handedOver() {
      return stage > 1 || windowEnds.isPresent();
    }

    @Override
    public Set<Challenger> challengers() {
      if (!handedOver()) {
        return EnumSet.of(Challenger.OWNER);
      }
      return windowEnds.isPresent() ? EnumSet.of(Challenger.CONTACT) : Set.of();
    }

    @Override
    public Optional<Instant> challengeUntil() {
      return windowEnds;
    }
  }

  /** Everything was handed over and every window is over. It can still be contested. */
  record Executed(Instant since) implements Resting {
    @Override
    public Kind kind() {
      return Kind.EXECUTED;
    }
  }

  /**
   * The owner announced a silence.
   *
   * @param until when a full interval begins by itself
   */
  record Paused(Instant since, Instant until) implements TriggerState {
    @Override
    public Kind kind() {
      return Kind.PAUSED;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.of(until);
    }
  }

  /**
   * Stopped for a reason everybody concerned can see, until a person decides. No time runs.
   *
   * @param from where it continues when cleared, with its window started anew
   */
  record Held(Instant since, HoldReason why, Live from) implements TriggerState {
    @Override
    public Kind kind() {
      return Kind.HELD;
    }
  }

  /** Ended by the owner before anything was released. */
  record Cancelled(Instant since) implements Resting {
    @Override
    public Kind kind() {
      return Kind.CANCELLED;
    }
  }

  /** A mistaken release: access frozen, recipients informed. */
  record Rescinded(Instant since) implements Resting {
    @Override
    public Kind kind() {
      return Kind.RESCINDED;
    }
  }
}
