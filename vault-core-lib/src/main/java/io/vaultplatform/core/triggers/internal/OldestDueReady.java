package io.vaultplatform.core.triggers.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: nothing has been due for longer than it may take. A server whose clock stands still,
 * or that cannot keep up, must not look healthy: this is the one job that matters.
 */
@Readiness
@ApplicationScoped
class OldestDueReady implements HealthCheck {
  @Inject private TriggerClock clock;

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("oldest-due-trigger");
    try {
      var late = late(clock.oldestDue(), clock.now());
      answer.withData("seconds", late.toSeconds());
      return answer.status(isReady(late, clock.settings())).build();
    } catch (RuntimeException e) {
      // Probes are asked by anybody; the database's own check and the log say more.
      return answer.down().withData("database", "not answering").build();
    }
  }

  static boolean isReady(Duration late, TriggerSettings settings) {
    return late.compareTo(settings.tolerance()) <= 0;
  }

  static Duration late(Optional<Instant> oldest, Instant now) {
    return oldest
        .map(since -> Duration.between(since, now))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }
}
