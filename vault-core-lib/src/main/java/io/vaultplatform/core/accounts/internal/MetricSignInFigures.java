package io.vaultplatform.core.accounts.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * {@code vault_sign_ins_total} with the tag {@code result}. Every value is there from the start: an
 * alarm on a figure that appears with its first event misses that event.
 */
@ApplicationScoped
class MetricSignInFigures implements SignInFigures {
  private static final Metadata SIGN_INS =
      Metadata.builder()
          .withName("vault_sign_ins")
          .withDescription("Sign-ins and refreshes by result")
          .build();

  @Inject private MetricRegistry registry;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    for (var result : Result.values()) {
      of(result);
    }
  }

  @Override
  public void count(Result result) {
    of(result).inc();
  }

  private Counter of(Result result) {
    return registry.counter(SIGN_INS, new Tag("result", result.text()));
  }
}
