package io.vaultplatform.core.store;

import io.vaultplatform.db.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL 17 for the tests: one server per JVM on a random port, migrated once, and a
 * fresh copy of that database for each test class.
 *
 * <pre>{@code
 * @ExtendWith(PostgresExtension.class)
 * class SomethingIT {
 *   @Test void a_sentence(LocalWork work) { … }
 * }
 * }</pre>
 *
 * <p>A test or its constructor may ask for a {@link LocalWork} or a {@link TestDatabase}.
 */
public final class PostgresExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(PostgresExtension.class);
  // Fresh for every run: tests need it to be there, not to be known.
  private static final String APP_PASSWORD = UUID.randomUUID().toString();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        var postgres = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
        execute(postgres.getPostgresDatabase(), "CREATE DATABASE vault_template");
        Migrations.apply(
            postgres.getDatabase("postgres", "vault_template"),
            new Migrations.Settings(Optional.of(APP_PASSWORD), Optional.of(APP_PASSWORD)));
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(EmbeddedPostgres postgres) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * One migrated database.
   *
   * @param app logs in as the servers do, as {@code vault_app}
   * @param owner logs in as {@code vault_owner}
   * @param superuser sees everything; to look behind the scenes and to prepare what no role may do
   */
  public record TestDatabase(
      DataSource app,
      DataSource owner,
      DataSource superuser,
      int port,
      String name,
      String appPassword) {}

  /**
   * A new migrated database, for tests that have no extension (a listener, a server under test).
   */
  public static TestDatabase fresh() {
    var name = "vault_" + NUMBER.incrementAndGet();
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "CREATE DATABASE " + name + " TEMPLATE vault_template");
    execute(
        Server.POSTGRES.getPostgresDatabase(), "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "GRANT CONNECT ON DATABASE " + name + " TO vault_app, vault_owner");
    return new TestDatabase(
        login(name, "vault_app"),
        login(name, "vault_owner"),
        Server.POSTGRES.getDatabase("postgres", name),
        Server.POSTGRES.getPort(),
        name,
        APP_PASSWORD);
  }

  /** A database of another JVM's server, for a second process of a test. */
  public static TestDatabase existing(int port, String name, String password) {
    return new TestDatabase(
        login(port, name, "vault_app", password),
        login(port, name, "vault_owner", password),
        login(port, name, "vault_owner", password),
        port,
        name,
        password);
  }

  /** A copy of everything in a database as it is now, as a backup would bring it back. */
  public static TestDatabase copyOf(TestDatabase original) {
    var name = "vault_" + NUMBER.incrementAndGet();
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "CREATE DATABASE " + name + " TEMPLATE " + original.name());
    execute(
        Server.POSTGRES.getPostgresDatabase(),
        "GRANT CONNECT ON DATABASE " + name + " TO vault_app, vault_owner");
    return new TestDatabase(
        login(name, "vault_app"),
        login(name, "vault_owner"),
        Server.POSTGRES.getDatabase("postgres", name),
        Server.POSTGRES.getPort(),
        name,
        APP_PASSWORD);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    var type = parameter.getParameter().getType();
    return type == LocalWork.class || type == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var database =
        test.getRoot()
            .getStore(HERE)
            .getOrComputeIfAbsent(test.getRequiredTestClass(), type -> fresh(), TestDatabase.class);
    return parameter.getParameter().getType() == LocalWork.class
        ? new LocalWork(database.app())
        : database;
  }

  private static DataSource login(String database, String role) {
    return login(Server.POSTGRES.getPort(), database, role, APP_PASSWORD);
  }

  private static DataSource login(int port, String database, String role, String password) {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(role);
    source.setPassword(password);
    return source;
  }

  private static void execute(DataSource source, String statement) {
    try (var connection = source.getConnection();
        var made = connection.createStatement()) {
      made.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
