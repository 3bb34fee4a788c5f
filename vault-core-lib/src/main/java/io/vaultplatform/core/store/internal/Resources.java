package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.store.Db;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the container provides, under the types that the features ask for. */
@ApplicationScoped
class Resources {
  @Produces
  @Db
  @PersistenceContext(unitName = "vault")
  EntityManager entityManager;

  @Resource(lookup = "jdbc/vault")
  private DataSource dataSource;

  @Produces
  Sql sql() {
    return new Sql(dataSource::getConnection);
  }

  /**
   * UTC in microseconds: the database keeps no finer time, and a time has to survive the round
   * trip.
   */
  @Produces
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
  }

  @Produces
  Settings settings() {
    return new Settings(key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
  }
}
