package io.vaultplatform.core.accounts.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * {@code vault_sign_ins_total} with the tag {@code result}: accepted, refused, waiting, refreshed,
 * reused.
 */
@ApplicationScoped
class MetricSignInFigures implements SignInFigures {
  private static final Metadata SIGN_INS =
      Metadata.builder()
          .withName("vault_sign_ins")
          .withDescription("Sign-ins and refreshes by result")
          .build();

  @Inject private MetricRegistry registry;

  @Override
  public void count(String result) {
    registry.counter(SIGN_INS, new Tag("result", result)).inc();
  }
}
