package io.vaultplatform.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One product's Open Liberty as a child process: start, wait until ready, stop or kill. */
public final class ProductServer implements AutoCloseable {
  private static final String NOT_STARTED = "CWWKZ0002E";
  private static final Pattern REASON =
      Pattern.compile(
          "SRVE0283E[^\"]*?java\\.lang\\.IllegalStateException: ((?:[^\"\\\\]|\\\\/)+)");

  private final Product product;
  private final Process process;
  private final URI base;
  private final Path log;
  private final long logBefore;

  private ProductServer(Product product, Process process, URI base, Path log, long logBefore) {
    this.product = product;
    this.process = process;
    this.base = base;
    this.log = log;
    this.logBefore = logBefore;
  }

  /**
   * Starts the server; it is not ready yet.
   *
   * @param environment what the server is told, its secrets among them: an environment can be read
   *     by its own user only, a command line by everybody
   */
  static ProductServer start(
      Product product,
      Path liberty,
      ServerFolder folder,
      int httpPort,
      Map<String, String> environment,
      Path log) {
    var windows = System.getProperty("os.name", "").startsWith("Windows");
    var builder =
        new ProcessBuilder(
            liberty.resolve(windows ? "bin/server.bat" : "bin/server").toString(),
            "run",
            product.serverName());
    builder.environment().keySet().removeIf(key -> key.startsWith("DB_") || key.equals("JVM_ARGS"));
    builder.environment().putAll(environment);
    // JSON from the first line on, before the server has read its own configuration.
    builder.environment().put("WLP_LOGGING_MESSAGE_FORMAT", "json");
    builder.environment().put("WLP_LOGGING_CONSOLE_FORMAT", "json");
    // Started often and run briefly: the quick compiler alone halves the processor time of a start.
    builder.environment().put("JVM_ARGS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WLP_USER_DIR", folder.userDir().toString());
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      var before = Files.exists(log) ? Files.size(log) : 0;
      return new ProductServer(
          product, builder.start(), URI.create("http://127.0.0.1:" + httpPort + "/"), log, before);
    } catch (IOException e) {
      throw new StartRefused(
          product.title() + " could not be started from " + liberty + ": " + e.getMessage(), e);
    }
  }

  /** Where it answers over HTTP. */
  public URI base() {
    return base;
  }

  /** The process of the server, for a test that stops it without asking. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Waits until the server says it is ready to work. */
  void awaitReady(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      while (!ready(client)) {
        if (!process.isAlive()) {
          throw new StartRefused(
              product.title() + " stopped while starting: the reason is in " + log + ".");
        }
        refuseIfItRefused();
        if (System.nanoTime() > deadline) {
          throw new StartRefused(
              product.title()
                  + " was not ready after "
                  + patience.toSeconds()
                  + " seconds: see "
                  + base.resolve("health")
                  + " and "
                  + log
                  + ".");
        }
        Thread.sleep(200);
      }
    }
  }

  /**
   * An application that refuses to start leaves its server running without it, and never ready; so
   * we read what the server says of it, and pass the reason on where it is one of our sentences.
   */
  private void refuseIfItRefused() {
    try (var file = FileChannel.open(log)) {
      file.position(logBefore);
      var since = new String(Channels.newInputStream(file).readAllBytes(), UTF_8);
      if (since.contains(NOT_STARTED)) {
        throw new StartRefused(
            product.title()
                + " refused to start"
                + reason(since).map(words -> ": " + words).orElse("")
                + " (see "
                + log
                + ").");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the application said when it refused, in the first line that tells of it. */
  static Optional<String> reason(String log) {
    var found = REASON.matcher(log);
    return found.find()
        ? Optional.of(found.group(1).replace("\\/", "/").strip())
        : Optional.empty();
  }

  private boolean ready(HttpClient client) throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(base.resolve("health/ready"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  /** Ends it without a farewell, as a crash would. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks it to stop, and waits; one that does not listen is ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  boolean alive() {
    return process.isAlive();
  }
}
