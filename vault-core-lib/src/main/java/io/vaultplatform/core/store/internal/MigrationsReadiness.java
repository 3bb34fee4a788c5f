package io.vaultplatform.core.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the database has every migration that this release was built with.
 *
 * <p>A database that has more is fine: migrations go forward only, and while servers are replaced
 * one by one the older release meets the newer schema.
 */
@Readiness
@ApplicationScoped
class MigrationsReadiness implements HealthCheck {
  private static final String APPLIED =
      "SELECT script FROM vault_core.flyway_schema_history WHERE success AND version IS NOT NULL";

  private final List<String> wanted = wanted();

  @Inject private ReadOnlyProbe probe;

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("migrations").withData("release", wanted.size());
    try {
      var missing = new HashSet<>(wanted);
      missing.removeAll(applied());
      return missing.isEmpty()
          ? answer.up().build()
          : answer
              .down()
              .withData("missing", String.join(" ", missing.stream().sorted().toList()))
              .build();
    } catch (RuntimeException e) {
      // The database check says that it is away; here it only means that nothing is known.
      return answer.down().build();
    }
  }

  private Set<String> applied() {
    return Set.copyOf(probe.ask(sql -> sql.list(APPLIED, row -> row.text("script"))));
  }

  private static List<String> wanted() {
    try (var in = MigrationsReadiness.class.getResourceAsStream("/META-INF/vault/migrations.txt")) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: META-INF/vault/migrations.txt");
      }
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
