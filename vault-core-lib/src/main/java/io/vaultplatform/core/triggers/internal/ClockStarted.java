package io.vaultplatform.core.triggers.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means: the timer of the triggers runs, and its first turn reached the database. What
 * happens after that is for readiness to say.
 */
@Startup
@ApplicationScoped
class ClockStarted implements HealthCheck {
  @Inject private TriggerClock clock;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("trigger-timer").status(clock.turned()).build();
  }
}
