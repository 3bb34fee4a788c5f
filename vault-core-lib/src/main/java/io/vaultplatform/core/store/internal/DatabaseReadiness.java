package io.vaultplatform.core.store.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the database answers, and takes writes (a standby that was not promoted does not).
 */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements HealthCheck {
  private static final String WRITABLE = "SELECT NOT pg_is_in_recovery() AS writable";

  @Inject private ReadOnlyProbe probe;

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("database");
    try {
      var writable = probe.ask(sql -> sql.one(WRITABLE, row -> row.flag("writable")));
      return answer.status(writable).withData("writable", writable).build();
    } catch (RuntimeException e) {
      // Why is in the server's log; a probe is asked by anybody and learns only that it is so.
      return answer.down().build();
    }
  }
}
