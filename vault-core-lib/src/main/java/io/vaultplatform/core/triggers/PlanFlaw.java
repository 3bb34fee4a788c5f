package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.Refusal;
import java.time.Duration;

/**
 * A plan that cannot exist: which field, and why. Thrown by the records of a plan, so that none
 * exists that is invalid; turned into a refusal by {@link TriggerJson} for whoever proposed it.
 */
final class PlanFlaw extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Ten years of 365 days. Longer is a typing error, and keeps every deadline far from overflow.
   */
  static final Duration LONGEST = Duration.ofDays(3650);

  private final transient Refusal refusal;

  PlanFlaw(String field, String why) {
    super(field + ": " + why);
    this.refusal = Refusal.of(Refusal.Reason.INVALID, field, why);
  }

  Refusal refusal() {
    return refusal;
  }

  /**
   * A length of time that something can really take: longer than nothing, in whole seconds, at most
   * ten years.
   */
  static Duration sane(String field, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new PlanFlaw(field, "must be longer than zero");
    }
    if (duration.getNano() != 0) {
      throw new PlanFlaw(field, "must be in whole seconds");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new PlanFlaw(field, "must be at most ten years (P3650D)");
    }
    return duration;
  }

  /** A count between two bounds, both allowed. */
  static int between(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new PlanFlaw(field, "must be between " + least + " and " + most);
    }
    return value;
  }
}
