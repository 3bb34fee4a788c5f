package io.vaultplatform.system;

import io.vaultplatform.launcher.Product;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a product's {@code /metrics} said at one moment, read as Prometheus reads it. */
final class Figures {
  private static final Pattern SAMPLE =
      Pattern.compile("^(vault_[a-z_]+)(\\{[^}]*\\})? ([0-9.E+-]+)$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(outcome|result)=\"([a-z_]+)\"");

  private final Map<Sample, Double> samples;

  private Figures(Map<Sample, Double> samples) {
    this.samples = samples;
  }

  private record Sample(String name, String key, String label) {}

  static Figures of(Product product) {
    var samples = new LinkedHashMap<Sample, Double>();
    SAMPLE
        .matcher(Http.to(product).download("/metrics", Map.of()).text())
        .results()
        .forEach(
            found -> {
              var label = LABEL.matcher(found.group(2) == null ? "" : found.group(2));
              var sample =
                  label.find()
                      ? new Sample(found.group(1), label.group(1), label.group(2))
                      : new Sample(found.group(1), "", "");
              samples.put(sample, Double.valueOf(found.group(3)));
            });
    return new Figures(samples);
  }

  Set<String> names() {
    return samples.keySet().stream().map(Sample::name).collect(Collectors.toSet());
  }

  Set<String> labels(String name, String key) {
    return samples.keySet().stream()
        .filter(sample -> sample.name().equals(name) && sample.key().equals(key))
        .map(Sample::label)
        .collect(Collectors.toSet());
  }

  /** The figure of this name and label; an empty label where it has none. */
  double value(String name, String label) {
    return samples.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .filter(entry -> entry.getKey().label().equals(label))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + name + " " + label));
  }

  /** By how much it has grown since. */
  double grown(Figures before, String name, String label) {
    return value(name, label) - before.value(name, label);
  }
}
