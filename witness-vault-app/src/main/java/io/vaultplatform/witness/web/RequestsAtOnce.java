package io.vaultplatform.witness.web;

import java.util.HashMap;
import java.util.Map;

/**
 * How many requests are worked on at one moment, in all and for one address. Each holds a thread,
 * also while its client sends nothing; the server has more threads than are given out here, so that
 * its probes are answered however many clients stall.
 */
final class RequestsAtOnce {
  private final int most;
  private final int mostOfOne;
  private final Map<String, Integer> inside = new HashMap<>();
  private int all;

  RequestsAtOnce(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Whether there is room for one more of them; who is let in has to {@link #leave}. */
  synchronized boolean enter(String who) {
    if (all >= most || inside.getOrDefault(who, 0) >= mostOfOne) {
      return false;
    }
    all++;
    inside.merge(who, 1, Integer::sum);
    return true;
  }

  synchronized void leave(String who) {
    all--;
    inside.computeIfPresent(who, (address, count) -> count == 1 ? null : count - 1);
  }
}
