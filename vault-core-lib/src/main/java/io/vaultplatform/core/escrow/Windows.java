package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.Fields;
import java.time.Duration;
import java.util.Map;

/**
 * The times that the owner signed, against which the gate measures the log.
 *
 * @param interval silence after which reminders go out
 * @param grace from an accepted reminder until others are asked
 * @param verifyWithin how long answers are waited for
 * @param challenge from accepted notices until the first hand-over
 */
public record Windows(
    Duration interval, Duration grace, Duration verifyWithin, Duration challenge) {

  public Windows {
    for (var window : new Duration[] {interval, grace, verifyWithin, challenge}) {
      if (window.isNegative() || window.isZero()) {
        throw new IllegalArgumentException("every window is longer than zero");
      }
    }
  }

  static Windows read(Fields fields) {
    return new Windows(
        fields.duration("interval"),
        fields.duration("grace"),
        fields.duration("verifyWithin"),
        fields.duration("challenge"));
  }

  Map<String, Object> toTree() {
    return Map.of(
        "interval", interval.toString(),
        "grace", grace.toString(),
        "verifyWithin", verifyWithin.toString(),
        "challenge", challenge.toString());
  }
}
