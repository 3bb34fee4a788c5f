package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.internal.DeliveryFigures.Fate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * {@code vault_deliveries_total} with the tag {@code outcome}. Every value is there from the start:
 * an alarm on a figure that appears with its first event misses that event.
 */
@ApplicationScoped
class MetricDeliveryFigures implements DeliveryFigures {
  private static final Metadata DELIVERIES =
      Metadata.builder()
          .withName("vault_deliveries")
          .withDescription(
              "Letters by outcome: tries that were accepted, refused or put off (not_now), and"
                  + " letters that were given up or dropped")
          .build();

  @Inject private MetricRegistry registry;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    for (var fate : Fate.values()) {
      of(fate);
    }
  }

  @Override
  public void count(Fate fate) {
    of(fate).inc();
  }

  private Counter of(Fate fate) {
    return registry.counter(DELIVERIES, new Tag("outcome", fate.text()));
  }
}
