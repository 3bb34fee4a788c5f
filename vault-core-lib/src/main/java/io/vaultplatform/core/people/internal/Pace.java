package io.vaultplatform.core.people.internal;

import java.time.Duration;

/**
 * Makes every refusal take the same time, whatever it was that did not fit; by the monotonic clock.
 */
record Pace(Duration floor) {

  /** Longer than any refusal takes by itself, short enough for a person who mistyped. */
  static Pace ofRefusals() {
    return new Pace(Duration.ofMillis(400));
  }

  long begin() {
    return System.nanoTime();
  }

  /** Waits until the floor is reached. */
  void end(long began) {
    var left = floor.toNanos() - (System.nanoTime() - began);
    if (left > 0) {
      try {
        Thread.sleep(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        // The server is stopping: the answer may come early, and the thread has to know.
        Thread.currentThread().interrupt();
      }
    }
  }
}
