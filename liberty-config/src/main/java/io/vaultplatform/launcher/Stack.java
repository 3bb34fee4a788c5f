package io.vaultplatform.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vaultplatform.db.Migrations;
import io.vaultplatform.launcher.RunSettings.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs together: PostgreSQL, the mailbox and the servers, started in the order in
 * which they need each other and stopped in the opposite one.
 *
 * <p>Whatever fails while starting stops what had started: there is a whole stack or none.
 */
public final class Stack implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(5);

  private final RunSettings settings;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Map<Product, ProductServer> servers = new EnumMap<>(Product.class);
  private final RunFolder folder;
  private final RunSecrets secrets;
  private final KeyStoreFile keys;
  private final LeftBehind leftBehind;
  private @Nullable LocalPostgres postgres;
  private @Nullable Mailbox mailbox;
  private @Nullable ServerFolder serverFolder;

  private Stack(RunSettings settings) {
    this.settings = settings;
    this.folder = RunFolder.take(settings.runFolder());
    started.push(folder);
    this.leftBehind = new LeftBehind(folder);
    leftBehind.stop();
    settings.listening().forEach(Stack::requireFree);
    this.secrets = RunSecrets.in(folder);
    this.keys = new KeyStoreFile(folder);
  }

  /** Starts database, mailbox and servers, and returns when every server is ready. */
  public static Stack start(RunSettings settings) {
    var stack = prepare(settings);
    try {
      stack.launchAll();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Starts database and mailbox and migrates the schema, without a server. */
  public static Stack prepare(RunSettings settings) {
    var stack = new Stack(settings);
    try {
      stack.startDatabase();
      stack.mailbox = stack.startLater(Mailbox.start(settings.smtpPort(), settings.mailboxPort()));
      stack.serverFolder = ServerFolder.write(stack.folder.folder("liberty"));
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Starts every server, side by side, and returns when all are ready. */
  public void launchAll() {
    settings.ports().keySet().forEach(this::launch);
    settings.ports().keySet().forEach(this::awaitReady);
  }

  public RunSettings settings() {
    return settings;
  }

  /** The mailbox that the servers send to. */
  public Mailbox mailbox() {
    return required(mailbox);
  }

  /** A product's server that was started. */
  public ProductServer server(Product product) {
    return required(servers.get(product));
  }

  /** The folder with fragments and driver, to add a server for a test. */
  public ServerFolder serverFolder() {
    return required(serverFolder);
  }

  /** Whether the keys were made just now; a first start that was interrupted was none. */
  public boolean firstStart() {
    return keys.fresh();
  }

  /** Every secret of this run, for a test that looks for them where they must not be. */
  public Collection<String> secrets() {
    return secrets.all();
  }

  /** Where logs of the servers and of PostgreSQL are written. */
  public Path logs() {
    return folder.folder("logs");
  }

  /** Starts a server (again). */
  public void restart(Product product) {
    launch(product);
    awaitReady(product);
  }

  /**
   * The database as its administrator, who is bound by no row-level security: for migrations and
   * for tests.
   */
  public DataSource administrator() {
    return switch (settings.database()) {
      case Database.Embedded embedded -> required(postgres).administrator();
      case Database.External external -> new OwnDatabase(external).owner();
    };
  }

  /** Stops PostgreSQL under the running servers, as an outage would. */
  public void stopDatabase() {
    var running = required(postgres);
    started.remove(running);
    running.close();
    postgres = null;
  }

  /** Starts PostgreSQL (again) and brings its schema to this release. */
  public void startDatabase() {
    switch (settings.database()) {
      case Database.Embedded embedded -> {
        var pgdata = folder.path().resolve("pgdata");
        keys.refuseEmpty(pgdata);
        var running =
            LocalPostgres.start(
                pgdata,
                folder.folder("postgres"),
                embedded.port(),
                secrets.get("db.superuser.password"),
                logs().resolve("postgres.log"));
        postgres = running;
        // Closed after the servers, whenever it was started: under them in the stack, above the
        // folder's lock.
        started.remove(folder);
        started.addLast(running);
        started.addLast(folder);
        keys.requireFor(running.administrator(), "in " + pgdata);
        Migrations.apply(
            running.administrator(),
            new Migrations.Settings(
                Optional.of(secrets.get("db.app.password")),
                Optional.of(secrets.get("db.owner.password"))));
      }
      case Database.External external -> new OwnDatabase(external).prepare(keys);
    }
  }

  /** What a server needs to know, its secrets among it. */
  public Map<String, String> environment(Product product) {
    var ports =
        settings
            .ports()
            .getOrDefault(product, new RunSettings.Ports(product.httpPort(), product.httpsPort()));
    var environment = new HashMap<String, String>();
    var database = settings.database();
    environment.put("DB_HOST", database.host());
    environment.put("DB_PORT", Integer.toString(database.port()));
    environment.put("DB_NAME", database.name());
    environment.put(
        "DB_USER", database instanceof Database.External external ? external.user() : "vault_app");
    environment.put(
        "DB_PASSWORD",
        database instanceof Database.External external
            ? external.password()
            : secrets.get("db.app.password"));
    environment.put("SMTP_HOST", "127.0.0.1");
    environment.put("SMTP_PORT", Integer.toString(settings.smtpPort()));
    environment.put("MAIL_FROM", product.serverName() + "@localhost");
    environment.put("HTTP_PORT", Integer.toString(ports.http()));
    environment.put("HTTPS_PORT", Integer.toString(ports.https()));
    environment.put("TLS_PASSWORD", secrets.get("tls.password"));
    environment.put("LTPA_PASSWORD", secrets.get("ltpa.password"));
    environment.put("VAULT_PRODUCT", product.serverName());
    environment.put("VAULT_KEYSTORE", keys.path().toString());
    environment.put("VAULT_KEYSTORE_PASSWORD", secrets.get("keystore.password"));
    environment.put("VAULT_PUBLIC_URL", "http://localhost:" + ports.http());
    environment.put("VAULT_MAILBOX_URL", "http://localhost:" + settings.mailboxPort() + "/");
    // Everybody here comes from one address: this machine's.
    environment.put("VAULT_ACCOUNTS_REGISTRATIONS_PER_HOUR", "10000");
    environment.put("VAULT_TRIGGERS_MINIMUM_INTERVAL", settings.minimumInterval().toString());
    environment.put("VAULT_TICK_PERIOD", settings.tickPeriod().toString());
    return environment;
  }

  /** Waits until one of the servers ends by itself; then the stack is no longer whole. */
  Product awaitEnd() throws InterruptedException {
    while (true) {
      for (var entry : servers.entrySet()) {
        if (!entry.getValue().alive()) {
          return entry.getKey();
        }
      }
      Thread.sleep(500);
    }
  }

  private void launch(Product product) {
    var liberty = settings.home().resolve("target/liberty/wlp");
    if (!Files.exists(liberty.resolve("bin/server"))) {
      throw new StartRefused(
          "Open Liberty is missing in " + liberty + ": build first with mvn package.");
    }
    serverFolder().add(product, settings.home());
    var ports = required(settings.ports().get(product));
    var server =
        ProductServer.start(
            product,
            liberty,
            serverFolder(),
            ports.http(),
            environment(product),
            logs().resolve(product.serverName() + ".log"));
    leftBehind.remember(server.process());
    servers.put(product, server);
    startLater(server);
  }

  private void awaitReady(Product product) {
    try {
      server(product).awaitReady(READY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartRefused("The start was interrupted.");
    }
  }

  private <T extends AutoCloseable> T startLater(T part) {
    started.push(part);
    return part;
  }

  /**
   * Stops everything, last started first; one part that fails to stop does not keep the others
   * alive.
   */
  @Override
  public synchronized void close() {
    // An interrupt is why we are here; while stopping it would only cut short the waiting for an
    // orderly end.
    var interrupted = Thread.interrupted();
    RuntimeException first = null;
    while (!started.isEmpty()) {
      if (started.peek() == folder) {
        leftBehind.forget();
      }
      try {
        started.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = new IllegalStateException("not everything stopped cleanly", e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (first != null) {
      throw first;
    }
  }

  private static void requireFree(int port, String who) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new StartRefused(
          "Port "
              + port
              + " is in use, and "
              + who
              + " needs it: stop what listens there, or set another port in the environment.");
    }
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not started");
    }
    return part;
  }

  /** The text of the newest logs, for tests and for a person who asks why. */
  public String readLogs() {
    try (var files = Files.walk(folder.path())) {
      var text = new StringBuilder();
      for (var file : files.filter(Stack::isLog).toList()) {
        text.append(Files.readString(file, ISO_8859_1));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a server wrote since its start, one JSON object per line. */
  public String serverLog(Product product) {
    var log =
        folder.path().resolve("liberty/servers/" + product.serverName() + "/logs/messages.log");
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came out of a server's process, at every start of this run folder. */
  public String console(Product product) {
    try {
      return Files.readString(logs().resolve(product.serverName() + ".log"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLog(Path file) {
    return Files.isRegularFile(file) && file.toString().contains("/logs/");
  }
}
