package io.vaultplatform.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import io.vaultplatform.launcher.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, with one product, on free ports and a folder of a test. */
final class Launches implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Process> started = new ArrayList<>();
  private final Path folder;
  private final Product product;
  private final RunSettings free;

  Launches(Path folder, Product product) {
    this.folder = folder;
    this.product = product;
    this.free = RunSettings.onFreePorts(Path.of("."), Path.of("."), List.of(product));
  }

  /** The ports it is told to use. */
  RunSettings settings() {
    return free;
  }

  RunSettings.Ports ports() {
    return free.ports().values().iterator().next();
  }

  Path runFolder() {
    return folder.resolve("run");
  }

  Process launch(List<String> prefix, Map<String, String> more) {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "-Dvault.home=" + System.getProperty("vault.home"),
            "-classpath",
            System.getProperty("java.class.path")));
    command.add("io.vaultplatform.launcher.Launcher");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var environment = builder.environment();
    var prefixOfPorts = product.name();
    environment.put("VAULT_PRODUCTS", product.serverName());
    environment.put("VAULT_RUN_FOLDER", runFolder().toString());
    environment.put("DB_PORT", Integer.toString(free.database().port()));
    environment.put("SMTP_PORT", Integer.toString(free.smtpPort()));
    environment.put("MAILBOX_PORT", Integer.toString(free.mailboxPort()));
    environment.put(prefixOfPorts + "_HTTP_PORT", Integer.toString(ports().http()));
    environment.put(prefixOfPorts + "_HTTPS_PORT", Integer.toString(ports().https()));
    environment.putAll(more);
    try {
      var process = builder.redirectOutput(out(started.size()).toFile()).start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything it printed so far. */
  String said(Process process) {
    try {
      return Files.readString(out(started.indexOf(process)), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitRunning(Process process) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!said(process).contains("Everything runs.")) {
      assertThat(process.isAlive()).as(said(process)).isTrue();
      assertThat(System.nanoTime()).as(said(process)).isLessThan(deadline);
      Thread.sleep(200);
    }
  }

  /** Waits for its end, which must be a refusal in words. */
  String refused(Process process) throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(said(process)).isTrue();
    assertThat(process.exitValue()).as(said(process)).isNotZero();
    assertThat(said(process)).doesNotContain("Exception", "\tat ");
    return said(process);
  }

  /** Ctrl-C, as impatient people press it; everything must stop in order all the same. */
  void interruptTwice(Process process) throws IOException, InterruptedException {
    for (var i = 0; i < 2; i++) {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      Thread.sleep(300);
    }
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said(process)).isZero();
    assertThat(said(process)).contains("Everything is stopped; the data is kept.");
  }

  private Path out(int number) {
    return folder.resolve("out-" + number + ".txt");
  }

  static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    for (var process : started) {
      process.destroy();
      try {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
