package io.vaultplatform.core.triggers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one trigger: events, and what some machine made of each. The law checkers read
 * this and nothing else.
 */
record Trace(Plan plan, List<Moment> moments) {

  /** What the machine answered. */
  enum Answer {
    MOVED,
    STAYED,
    REFUSED
  }

  /**
   * One event.
   *
   * @param lost the step was computed, and a crash took it before the commit
   * @param repeated the same event as in the moment before
   * @param reproducible whether the machine answered the same for a plan and a state read back from
   *     storage
   */
  record Moment(
      TriggerEvent event,
      TriggerState before,
      Answer answer,
      TriggerState after,
      List<Effect> effects,
      boolean lost,
      boolean repeated,
      boolean reproducible) {
    Instant at() {
      return event.at();
    }

    String name() {
      return event.getClass().getSimpleName();
    }
  }

  /** The moments that were committed. */
  List<Moment> committed() {
    return moments.stream().filter(moment -> !moment.lost()).toList();
  }

  /** The trace as a story, for a failing law. */
  String told() {
    var lines = new ArrayList<String>();
    for (var moment : moments) {
      lines.add(
          "  %s%s%s -> %s %s %s"
              .formatted(
                  moment.lost() ? "(lost) " : "",
                  moment.repeated() ? "(again) " : "",
                  moment.event(),
                  moment.answer(),
                  moment.answer() == Answer.MOVED ? moment.after() : "",
                  moment.effects()));
    }
    return plan + "\n" + String.join("\n", lines);
  }
}
