package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.Refusal;
import java.util.List;

/** What follows from one event in one state. */
public sealed interface Step {

  /**
   * The trigger changed: another state, or the same one with other deadlines.
   *
   * @param effects what must now happen, in this order
   */
  record Moved(TriggerState state, List<Effect> effects) implements Step {
    public Moved {
      effects = List.copyOf(effects);
    }
  }

  /** True, but it changes nothing here: an early tick, late or repeated evidence. */
  record Stayed() implements Step {}

  /** Not possible in this state, with a sentence saying what would be. */
  record Refused(Refusal refusal) implements Step {}

  /** A move. */
  static Step to(TriggerState state, Effect... effects) {
    return new Moved(state, List.of(effects));
  }
}
