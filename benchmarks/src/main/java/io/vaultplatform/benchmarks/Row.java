package io.vaultplatform.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * One comparison: what we do per second, and what the peer does, taken in turns so that a machine
 * that slows down slows both.
 *
 * @param unit of both figures; more is better
 * @param goal the least ratio aimed at
 * @param ours median over the rounds
 * @param peer median over the rounds; empty when the peer is not installed
 */
record Row(String name, String unit, double goal, double ours, OptionalDouble peer) {

  /** What makes a row. */
  interface Measured {
    Row measure();
  }

  /**
   * Measures in turns.
   *
   * @param rounds odd, so that the median is a figure that was seen
   */
  static Row inTurns(
      String name,
      String unit,
      double goal,
      int rounds,
      DoubleSupplier ours,
      Optional<DoubleSupplier> peer) {
    var own = new double[rounds];
    var others = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      own[i] = ours.getAsDouble();
      others[i] = peer.map(DoubleSupplier::getAsDouble).orElse(0.0);
    }
    return new Row(
        name,
        unit,
        goal,
        median(own),
        peer.isPresent() ? OptionalDouble.of(median(others)) : OptionalDouble.empty());
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Ours divided by the peer's. */
  OptionalDouble ratio() {
    return peer.isPresent() ? OptionalDouble.of(ours / peer.getAsDouble()) : peer;
  }

  /** A line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-52s %12.1f %12s %9s %8s  %s",
        name,
        ours,
        peer.isPresent() ? String.format(Locale.ROOT, "%.1f", peer.getAsDouble()) : "absent",
        ratio().isPresent() ? String.format(Locale.ROOT, "%.2f", ratio().getAsDouble()) : "-",
        String.format(Locale.ROOT, "%.2f", goal),
        unit);
  }

  static String heading() {
    return String.format(
        Locale.ROOT, "%-52s %12s %12s %9s %8s  %s", "", "ours", "peer", "ratio", "goal", "unit");
  }

  /** An object of the JSON report. */
  String json() {
    return String.format(
        Locale.ROOT,
        "{\"name\":\"%s\",\"unit\":\"%s\",\"goal\":%.2f,\"ours\":%.3f,\"peer\":%s,\"ratio\":%s}",
        name,
        unit,
        goal,
        ours,
        peer.isPresent() ? String.format(Locale.ROOT, "%.3f", peer.getAsDouble()) : "null",
        ratio().isPresent() ? String.format(Locale.ROOT, "%.3f", ratio().getAsDouble()) : "null");
  }
}
