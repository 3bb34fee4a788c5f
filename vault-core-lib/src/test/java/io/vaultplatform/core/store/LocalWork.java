package io.vaultplatform.core.store;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * What the container does for {@code @Work}, {@code EngineWork} and the others, with plain local
 * transactions: services under test are made with {@link #sql()} and called inside {@link #as}.
 *
 * <p>Nested role work suspends the outer transaction as REQUIRES_NEW does; a returned refusal rolls
 * back. Each transaction takes a connection of the given source, so a source that hands out one
 * connection again and again shows what a pool would show.
 */
public final class LocalWork {
  private final DataSource source;
  private final CurrentPrincipal current = new CurrentPrincipal();
  private final ThreadLocal<Deque<Connection>> running = ThreadLocal.withInitial(ArrayDeque::new);
  private final Sql sql = new Sql(this::borrow);

  public LocalWork(DataSource source) {
    this.source = source;
  }

  /** SQL in whichever transaction runs on this thread; outside of one every call fails. */
  public Sql sql() {
    return sql;
  }

  /** The connection of whichever transaction runs on this thread, for what is not {@link Sql}. */
  public Sql.Connections connections() {
    return this::borrow;
  }

  /** The principal of this thread, for services that ask. */
  public CurrentPrincipal current() {
    return current;
  }

  /** One transaction as a person, as a request with {@code @Work} would be. */
  public <T> T as(AccountId account, Supplier<T> work) {
    return begin(new Principal.Person(account), work);
  }

  /** As {@link #as(AccountId, Supplier)}, without a result. */
  public void run(AccountId account, Runnable work) {
    as(account, asSupplier(work));
  }

  /** One transaction as any principal. */
  public <T> T as(Principal principal, Supplier<T> work) {
    return begin(principal, work);
  }

  public EngineWork engine() {
    return new Engine(this);
  }

  public GateWork gate() {
    return new Gate(this);
  }

  public AuditorWork auditor() {
    return new Auditor(this);
  }

  public DoorWork door() {
    return new Door(this);
  }

  public KeeperWork keeper() {
    return new Keeper(this);
  }

  public EraserWork eraser() {
    return new Eraser(this);
  }

  public PersonWork person() {
    return new Person(this);
  }

  private record Engine(LocalWork local) implements EngineWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return local.begin(new Principal.Service(DatabaseRole.ENGINE), work);
    }
  }

  private record Gate(LocalWork local) implements GateWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return local.begin(new Principal.Service(DatabaseRole.GATE), work);
    }
  }

  private record Auditor(LocalWork local) implements AuditorWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return local.begin(new Principal.Service(DatabaseRole.AUDITOR), work);
    }
  }

  private record Door(LocalWork local) implements DoorWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return local.begin(new Principal.Service(DatabaseRole.DOOR), work);
    }
  }

  private record Keeper(LocalWork local) implements KeeperWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return local.begin(new Principal.Service(DatabaseRole.KEEPER), work);
    }
  }

  private record Eraser(LocalWork local) implements EraserWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return local.begin(new Principal.Service(DatabaseRole.ERASER), work);
    }
  }

  private record Person(LocalWork local) implements PersonWork {
    @Override
    public <T> T as(AccountId account, Supplier<T> work) {
      return local.begin(new Principal.Person(account), work);
    }
  }

  private <T> T begin(Principal principal, Supplier<T> work) {
    try (var connection = source.getConnection()) {
      connection.setAutoCommit(false);
      running.get().push(connection);
      try {
        return current.as(principal, () -> inside(connection, principal, work));
      } finally {
        running.get().pop();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T inside(Connection connection, Principal principal, Supplier<T> work) {
    boolean commit = false;
    try {
      PrincipalSql.apply(sql, principal);
      var result = work.get();
      commit = !(result instanceof Outcome.Refused<?>);
      return result;
    } finally {
      end(connection, commit);
    }
  }

  private static void end(Connection connection, boolean commit) {
    try {
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  // The container's handles are closed after each statement while the connection stays in the
  // transaction.
  private Connection borrow() {
    var connection = running.get().peek();
    if (connection == null) {
      throw new IllegalStateException("no transaction is running: call LocalWork.as(…)");
    }
    return (Connection)
        Proxy.newProxyInstance(
            LocalWork.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  private static Supplier<Boolean> asSupplier(Runnable work) {
    return () -> {
      work.run();
      return true;
    };
  }
}
