package io.vaultplatform.core.store.internal;

import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The server's database login must not be able to look past row-level security: a superuser, a role
 * with BYPASSRLS, or one that inherits another role would make every policy void without any error.
 *
 * <p>It is {@code vault_app} or a login that inherits {@code vault_app}; besides, it may take on
 * the roles of {@link io.vaultplatform.core.store.DatabaseRole}, and nothing else. Looked at when
 * the application starts, which it then does not; and by readiness, for a database that was not
 * there yet, and for rights that were given later.
 */
@Readiness
@ApplicationScoped
class LoginStrength implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(LoginStrength.class.getName());

  private static final String TOO_STRONG =
      """
      SELECT r.rolsuper OR r.rolbypassrls
             OR r.rolname IN ('vault_owner', 'vault_engine', 'vault_gate', 'vault_auditor',
                              'vault_eraser', 'vault_door', 'vault_keeper', 'vault_operator')
             OR EXISTS (SELECT FROM pg_roles other
                         WHERE other.oid <> r.oid AND pg_has_role(r.oid, other.oid, 'MEMBER')
                           AND CASE
                             WHEN other.rolname = 'vault_app' THEN false
                             WHEN other.rolname IN ('vault_engine', 'vault_gate', 'vault_auditor',
                                                    'vault_eraser', 'vault_door', 'vault_keeper')
                               THEN pg_has_role(r.oid, other.oid, 'USAGE')
                             ELSE true
                           END) AS too_strong
        FROM pg_roles r WHERE r.rolname = session_user
      """;

  private final Sql sql;

  @Inject
  LoginStrength(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  LoginStrength() {
    sql = null;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    boolean tooStrong;
    try {
      tooStrong = isTooStrong();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the database is not there yet; readiness will say when it is", e);
      return;
    }
    if (tooStrong) {
      throw new IllegalStateException(
          "the database login of this server (DB_USER) can look past row-level security: use"
              + " one as the migrations make it, which inherits vault_app and nothing else");
    }
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("database-login");
    try {
      return answer.status(!isTooStrong()).build();
    } catch (RuntimeException e) {
      return answer.down().build();
    }
  }

  boolean isTooStrong() {
    return sql.one(TOO_STRONG, row -> row.flag("too_strong"));
  }
}
