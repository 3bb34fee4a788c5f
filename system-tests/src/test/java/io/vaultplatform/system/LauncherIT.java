package io.vaultplatform.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vaultplatform.launcher.Product;
import io.vaultplatform.launcher.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher as a person meets it: one process, started and stopped in every way that happens on
 * a real machine.
 *
 * <p>One product is enough for that, and starts in half the time.
 */
class LauncherIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Process> started = new ArrayList<>();
  private final RunSettings free =
      RunSettings.onFreePorts(Path.of("."), Path.of("."), List.of(Product.FINAL_FILE));
  private final Path folder;

  LauncherIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void leave_nothing_running() throws InterruptedException {
    for (var process : started) {
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void
      a_killed_launcher_blocks_nothing_the_data_stays_and_an_ignored_interrupt_still_stops_everything()
          throws Exception {
    var first = launch(List.of(), Map.of());
    awaitRunning(first);
    assertThat(said(first)).contains("keystore.p12", "secrets.properties", "loses everything");
    write("CREATE TABLE public.kept (word text); INSERT INTO public.kept VALUES ('still here')");

    first.destroyForcibly().waitFor();
    assertThat(listens(port())).as("its PostgreSQL is left behind").isTrue();

    // Started as a script starts a background job: with SIGINT ignored.
    var second = launch(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"), Map.of());
    awaitRunning(second);
    assertThat(said(second)).doesNotContain("loses everything");
    assertThat(read("SELECT word FROM public.kept")).isEqualTo("still here");

    new ProcessBuilder("kill", "-INT", Long.toString(second.pid())).start().waitFor();
    assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    for (var port : List.of(port(), http(), free.smtpPort(), free.mailboxPort())) {
      assertThat(listens(port)).as("port " + port).isFalse();
    }
  }

  @Test
  void commits_are_durable_and_everybody_needs_a_password() throws Exception {
    var parts = RealParts.parts();
    try (var connection = parts.administrator().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT current_setting('fsync') || current_setting('synchronous_commit') ||"
                        + " current_setting('full_page_writes')")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("ononon");
    }
    var url = "jdbc:postgresql://127.0.0.1:" + parts.settings().database().port() + "/vault";
    for (var user : List.of("postgres", "vault_app", "vault_owner", "root")) {
      assertThat(catchThrowable(() -> DriverManager.getConnection(url, user, "").close()))
          .as(user)
          .hasMessageContaining("password");
    }
  }

  @Test
  void a_port_in_use_is_one_clear_sentence() throws Exception {
    try (var taken = new ServerSocket(http(), 1, InetAddress.getLoopbackAddress())) {
      var refused = launch(List.of(), Map.of());

      assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(refused.exitValue()).isNotZero();
      assertThat(said(refused))
          .contains(
              "Port " + taken.getLocalPort() + " is in use", "Final File", "FINAL_FILE_HTTP_PORT")
          .doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_one_clear_sentence() throws Exception {
    var file = Files.createFile(folder.resolve("not-a-folder"));
    var refused = launch(List.of(), Map.of("VAULT_RUN_FOLDER", file.resolve("run").toString()));

    assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(refused.exitValue()).isNotZero();
    assertThat(said(refused))
        .contains("cannot be written", "VAULT_RUN_FOLDER")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void a_secret_never_stands_on_a_command_line() {
    var stack = RealParts.whole();
    var lines =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().commandLine().stream())
            .toList();

    assertThat(lines).isNotEmpty();
    for (var secret : stack.secrets()) {
      assertThat(lines).noneMatch(line -> line.contains(secret));
    }
  }

  private Process launch(List<String> prefix, Map<String, String> more) throws IOException {
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
    environment.put("VAULT_PRODUCTS", "final-file");
    environment.put("VAULT_RUN_FOLDER", folder.resolve("run").toString());
    environment.put("DB_PORT", Integer.toString(port()));
    environment.put("SMTP_PORT", Integer.toString(free.smtpPort()));
    environment.put("MAILBOX_PORT", Integer.toString(free.mailboxPort()));
    environment.put("FINAL_FILE_HTTP_PORT", Integer.toString(http()));
    environment.put("FINAL_FILE_HTTPS_PORT", Integer.toString(ports().https()));
    environment.putAll(more);
    var out = folder.resolve("out-" + started.size() + ".txt");
    var process = builder.redirectOutput(out.toFile()).start();
    started.add(process);
    return process;
  }

  private String said(Process process) {
    try {
      return Files.readString(folder.resolve("out-" + started.indexOf(process) + ".txt"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitRunning(Process process) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!said(process).contains("Everything runs.")) {
      assertThat(process.isAlive()).as(said(process)).isTrue();
      assertThat(System.nanoTime()).as(said(process)).isLessThan(deadline);
      Thread.sleep(200);
    }
  }

  private void write(String statement) throws Exception {
    try (var connection = connect()) {
      connection.createStatement().execute(statement);
    }
  }

  private String read(String query) throws Exception {
    try (var connection = connect();
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connect() throws Exception {
    var secrets = new Properties();
    try (var in = Files.newBufferedReader(folder.resolve("run/secrets.properties"))) {
      secrets.load(in);
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/vault",
        "postgres",
        secrets.getProperty("db.superuser.password"));
  }

  private RunSettings.Ports ports() {
    return free.ports().values().iterator().next();
  }

  private int http() {
    return ports().http();
  }

  private int port() {
    return free.database().port();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
