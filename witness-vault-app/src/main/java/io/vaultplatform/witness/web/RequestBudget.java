package io.vaultplatform.witness.web;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests one account or address may make within a minute, on this server.
 *
 * <p>It protects the server from being busy, not a secret from being guessed: that is counted in
 * the database. So it may live in memory, and every server of a cluster has its own.
 */
final class RequestBudget {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** What is left of a budget after a request. */
  record Left(int limit, int remaining, Duration reset, boolean exceeded) {}

  private final int limit;
  private final Map<String, Integer> spent = new HashMap<>();
  private Instant windowEnd = Instant.MIN;

  RequestBudget(int limit) {
    this.limit = limit;
  }

  synchronized Left spend(String who, Instant now) {
    if (!now.isBefore(windowEnd)) {
      // Forgetting everybody at once bounds the memory by what one minute brings.
      spent.clear();
      windowEnd = now.plus(WINDOW);
    }
    int count = spent.merge(who, 1, Integer::sum);
    return new Left(
        limit, Math.max(0, limit - count), Duration.between(now, windowEnd), count > limit);
  }
}
