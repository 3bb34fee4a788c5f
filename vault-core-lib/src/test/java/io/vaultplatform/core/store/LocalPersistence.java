package io.vaultplatform.core.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * The persistence unit {@code vault} on the transactions of {@link LocalWork}: what {@code @Db
 * EntityManager} is in a container, with the same provider, the same {@code persistence.xml} and
 * one entity manager per transaction.
 */
public final class LocalPersistence {
  // What the container decides: the provider must not end a transaction that is not its own.
  private static final Set<String> NOT_ITS_OWN =
      Set.of("commit", "rollback", "setAutoCommit", "close");

  private final LocalWork work;
  private @Nullable EntityManagerFactory factory;
  private @Nullable EntityManager current;
  private String transaction = "";

  public LocalPersistence(LocalWork work) {
    this.work = work;
  }

  /** The entity manager of whichever transaction runs. */
  public EntityManager entityManager() {
    return (EntityManager)
        Proxy.newProxyInstance(
            LocalPersistence.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(ofThisTransaction(), arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  private EntityManager ofThisTransaction() {
    var running = work.sql().one("SELECT pg_current_xact_id()::text AS id", row -> row.text("id"));
    var manager = current;
    if (manager == null || !running.equals(transaction)) {
      manager = factory().createEntityManager();
      manager.getTransaction().begin();
      current = manager;
      transaction = running;
    }
    return manager;
  }

  private EntityManagerFactory factory() {
    var made = factory;
    if (made == null) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
      settings.put("jakarta.persistence.jtaDataSource", "");
      settings.put("jakarta.persistence.nonJtaDataSource", new Source());
      settings.put("eclipselink.logging.level", "WARNING");
      settings.put("eclipselink.weaving", "false");
      made = new PersistenceProvider().createEntityManagerFactory("vault", settings);
      factory = Objects.requireNonNull(made, "persistence unit vault");
    }
    return made;
  }

  private final class Source implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      var connection = work.connections().get();
      return (Connection)
          Proxy.newProxyInstance(
              LocalPersistence.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (NOT_ITS_OWN.contains(method.getName())) {
                  return null;
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw Objects.requireNonNull(e.getCause());
                }
              });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
      // Nothing is written.
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // There is no login.
    }

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("nothing inside");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
