package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import java.time.Duration;

/**
 * What a trigger waits for. One kind today; a date, a reported death, a recorded event and a
 * combination of other triggers join as further records, and each switch over this type will ask
 * what they mean there.
 */
public sealed interface Condition {

  /** The stored name of this kind of trigger. */
  String type();

  /**
   * The owner is silent past the interval, was reached, and stays silent past the grace.
   *
   * @param interval how long after a check-in the next one is due
   * @param grace how long the owner has after a reminder was accepted by a channel
   */
  record DeadManSwitch(Duration interval, Duration grace, Reminders reminders)
      implements Condition {
    /** The stored name. */
    public static final String TYPE = "dead_man_switch";

    public DeadManSwitch {
      Bounds.sane("interval", interval);
      Bounds.sane("grace", grace);
      if (!reminders.before().isEmpty() && reminders.before().get(0).compareTo(interval) >= 0) {
        throw new FieldException("reminders.before[0]", "must be shorter than the interval");
      }
      if (grace.compareTo(reminders.arriveWithin()) < 0) {
        throw new FieldException(
            "grace", "must be at least as long as a reminder may take to arrive");
      }
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
