package io.vaultplatform.core.kms.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means: the key service was opened, and its keys were once found to be those that this
 * database was sealed under. It is not asked again then; readiness goes on asking.
 */
@Startup
@ApplicationScoped
class KeysStarted implements HealthCheck {
  @Inject private KeyServices services;

  private volatile boolean compared;

  @Override
  public HealthCheckResponse call() {
    if (!compared) {
      compared = areOurs();
    }
    return HealthCheckResponse.named("key-service").status(compared).build();
  }

  private boolean areOurs() {
    try {
      return services.wrong().isEmpty();
    } catch (RuntimeException e) {
      // The database or the key service is not there yet, and said so in the log.
      return false;
    }
  }
}
