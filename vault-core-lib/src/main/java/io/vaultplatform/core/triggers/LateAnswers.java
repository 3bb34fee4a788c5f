package io.vaultplatform.core.triggers;

import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the answers lead to that trustees give after the time for them has passed. A trigger that is
 * held for want of answers waits for a person; as many trustees as must confirm are that person,
 * and so are as many refusals as put the quorum out of reach.
 *
 * <p>Until then nothing moves: the answers stand in the log. As soon as they decide, the hold is
 * cleared and they are recorded as the signals they are, so that the machine counts them by its one
 * rule and the owner gets every window that follows in full.
 */
public final class LateAnswers {
  private LateAnswers() {}

  /** Yes or no. */
  public enum Word {
    YES,
    NO
  }

  /** An answer as it stands in the log. */
  public record Answer(SignalSource by, Word word) {
    public Answer {
      Objects.requireNonNull(by, "by");
      Objects.requireNonNull(word, "word");
    }

    /** The same as an event. */
    public TriggerEvent signal(Instant at) {
      return switch (word) {
        case YES -> new TriggerEvent.SignalConfirmed(at, by);
        case NO -> new TriggerEvent.SignalRefused(at, by);
      };
    }
  }

  /** What follows. */
  public sealed interface Verdict {
    /** Too few to decide either way: it stays held. */
    record Waits() implements Verdict {}

    /**
     * It goes on: clear the hold, then record these, in this order; the last one decides.
     *
     * @param signals answers given during the hold
     */
    record Decides(List<Answer> signals) implements Verdict {
      public Decides {
        signals = List.copyOf(signals);
      }
    }
  }

  /** The questions that a late answer belongs to; empty when this state waits for none. */
  public static Optional<Verifying> waiting(TriggerState state) {
    return state instanceof Held held
            && held.why() == HoldReason.NO_ANSWER
            && held.from() instanceof Verifying verifying
        ? Optional.of(verifying)
        : Optional.empty();
  }

  /**
   * Decides.
   *
   * @param from the state it was held in, with the answers that came in time
   * @param late the answers since then, in the order in which they were recorded
   */
  public static Verdict decide(Plan plan, Verifying from, List<Answer> late) {
    Set<SignalSource> refused = new HashSet<>(from.refused());
    Set<SignalSource> confirmed = new HashSet<>(from.confirmed());
    for (var answer : late) {
      switch (answer.word()) {
        case YES -> confirmed.add(answer.by());
        case NO -> refused.add(answer.by());
      }
    }
    confirmed.removeAll(refused);
    if (confirmed.size() >= plan.confirmationsNeeded()) {
      return decided(from, late, Word.NO, Word.YES);
    }
    if (plan.trustees() - refused.size() < plan.confirmationsNeeded()) {
      return decided(from, late, Word.YES, Word.NO);
    }
    return new Verdict.Waits();
  }

  // Those that decide come last: an answer recorded after the decision would find nobody asking.
  private static Verdict decided(Verifying from, List<Answer> late, Word first, Word last) {
    var signals = new ArrayList<Answer>();
    for (var word : List.of(first, last)) {
      late.stream()
          .filter(answer -> answer.word() == word)
          .filter(answer -> !contradicted(answer, from, late))
          .forEach(signals::add);
    }
    return new Verdict.Decides(signals);
  }

  // A refusal outweighs a confirmation by the same trustee, in whichever order they came.
  private static boolean contradicted(Answer answer, Verifying from, List<Answer> late) {
    return answer.word() == Word.YES
        && (from.refused().contains(answer.by())
            || late.contains(new Answer(answer.by(), Word.NO)));
  }
}
