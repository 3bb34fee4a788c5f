package io.vaultplatform.core.notify.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means: the timer of the outbox runs, and its first turn reached the database. What
 * happens after that is for readiness to say.
 */
@Startup
@ApplicationScoped
class OutboxStarted implements HealthCheck {
  @Inject private OutboxDesk desk;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("outbox-timer").status(desk.turned()).build();
  }
}
