package io.vaultplatform.core.store.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means: the database was there once, with every migration of this release. It is not asked
 * again then: a server that started has started, whatever becomes of its database.
 */
@Startup
@ApplicationScoped
class SchemaStarted implements HealthCheck {
  @Inject @Readiness private MigrationsReadiness migrations;

  private volatile boolean seen;

  @Override
  public HealthCheckResponse call() {
    if (!seen) {
      seen = migrations.call().getStatus() == HealthCheckResponse.Status.UP;
    }
    return HealthCheckResponse.named("migrations").status(seen).build();
  }
}
