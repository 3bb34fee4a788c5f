package io.vaultplatform.witness.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * {@code vault_requests_not_signed_in_total}: requests that were refused because nobody was signed
 * in. Counted and not logged: everybody can send them, and a log that anybody can fill is one that
 * nobody reads.
 */
@ApplicationScoped
public class NotSignedIn {
  private static final Metadata REFUSED =
      Metadata.builder()
          .withName("vault_requests_not_signed_in")
          .withDescription("Requests that were refused because nobody was signed in")
          .build();

  @Inject private MetricRegistry registry;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    counter();
  }

  void count() {
    counter().inc();
  }

  private Counter counter() {
    return registry.counter(REFUSED);
  }
}
