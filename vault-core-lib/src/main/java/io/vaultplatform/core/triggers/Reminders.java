package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * When the owner is reminded.
 *
 * @param before how long before the check-in deadline the owner is reminded, longest first; may be
 *     empty
 * @param every how long after a reminder the next one follows while the owner stays silent
 * @param arriveWithin how long a reminder may take to be read; no window the owner is meant to use
 *     may be shorter
 */
public record Reminders(List<Duration> before, Duration every, Duration arriveWithin) {
  static final int MOST_BEFORE = 10;

  public Reminders {
    before = List.copyOf(before);
    if (before.size() > MOST_BEFORE) {
      throw new FieldException("reminders.before", "must be at most " + MOST_BEFORE + " reminders");
    }
    for (int i = 0; i < before.size(); i++) {
      Bounds.sane("reminders.before[" + i + "]", before.get(i));
    }
    if (!before.equals(before.stream().distinct().sorted(Comparator.reverseOrder()).toList())) {
      throw new FieldException("reminders.before", "must name each time once, the longest first");
    }
    Bounds.sane("reminders.every", every);
    Bounds.sane("reminders.arriveWithin", arriveWithin);
  }
}
