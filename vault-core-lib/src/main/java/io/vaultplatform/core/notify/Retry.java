package io.vaultplatform.core.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * When a letter that failed is tried again: twice the wait each time up to a cap, shortened by
 * chance to spread a crowd.
 *
 * @param attempts how often one destination is tried before it has failed for good, at least 1
 * @param first the wait after the first failure, longer than nothing
 * @param cap the longest wait
 */
public record Retry(int attempts, Duration first, Duration cap) {

  public Retry {
    if (attempts < 1 || attempts > 100) {
      throw new IllegalArgumentException("1 to 100 attempts");
    }
    if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the first wait is longer than nothing and not beyond the cap");
    }
  }

  /** Whether this destination has failed for good after that many attempts. */
  public boolean isOver(int failures) {
    return failures >= attempts;
  }

  /**
   * The next try.
   *
   * @param failures how often it failed, at least 1
   * @param chance 0 (inclusive) to 1 (exclusive); 0 gives half of the full wait, nearly 1 the full
   *     wait
   */
  public Instant next(Instant now, int failures, double chance) {
    if (failures < 1 || !(chance >= 0 && chance < 1)) {
      throw new IllegalArgumentException("at least one failure, and a chance from 0 to 1");
    }
    // 2^20 times a second is twelve days; shifting further could only overflow before the cap is
    // applied.
    var full = first.multipliedBy(1L << Math.min(failures - 1, 20));
    var wait = full.compareTo(cap) > 0 ? cap : full;
    return now.plusMillis((long) (wait.toMillis() * (0.5 + chance / 2)));
  }
}
