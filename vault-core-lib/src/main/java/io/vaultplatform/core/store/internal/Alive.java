package io.vaultplatform.core.store.internal;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The application is deployed and answers. Liveness looks at nothing else on purpose: restarting a
 * server does not bring a lost database back, it only adds an outage to an outage.
 */
@Liveness
@ApplicationScoped
class Alive implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.up("application");
  }
}
