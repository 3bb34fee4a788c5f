package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
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
  private final Path folder;
  private final Launches launches;

  LauncherIT(@TempDir Path folder) {
    this.folder = folder;
    this.launches = new Launches(folder, Product.FINAL_FILE);
  }

  @AfterEach
  void leave_nothing_running() throws InterruptedException {
    launches.close();
  }

  @Test
  void
      a_killed_launcher_blocks_nothing_the_data_stays_and_an_ignored_interrupt_still_stops_everything()
          throws Exception {
    var first = launches.launch(List.of(), Map.of());
    awaitServerProcess(first);
    write("CREATE TABLE public.kept (word text); INSERT INTO public.kept VALUES ('still here')");

    first.destroyForcibly().waitFor();
    assertThat(Launches.listens(port())).as("its PostgreSQL is left behind").isTrue();

    // Started as a script starts a background job: with SIGINT ignored.
    var second = launches.launch(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"), Map.of());
    launches.awaitRunning(second);
    assertThat(read("SELECT word FROM public.kept")).isEqualTo("still here");

    launches.interruptTwice(second);
    for (var port :
        List.of(
            port(), http(), launches.settings().smtpPort(), launches.settings().mailboxPort())) {
      assertThat(Launches.listens(port)).as("port " + port).isFalse();
    }

    another_key_store_or_none_at_all_is_refused_by_name();
  }

  /** On the data of the start before, which spares two more of them. */
  private void another_key_store_or_none_at_all_is_refused_by_name() throws Exception {
    var file = launches.runFolder().resolve("keystore.p12");
    var password = secret("keystore.password").toCharArray();
    var store = KeyStore.getInstance(file.toFile(), password);
    store.setEntry(
        "gate",
        new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "AES")),
        new KeyStore.PasswordProtection(password));
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    assertThat(launches.refused(launches.launch(List.of(), Map.of())))
        .contains("Final File refused to start", "the key 'gate' is not the one", "backup");

    Files.delete(file);
    assertThat(launches.refused(launches.launch(List.of(), Map.of())))
        .contains(file + " is missing", "secrets.properties", "backup");
    assertThat(file).doesNotExist();
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
      assertThat(launches.refused(launches.launch(List.of(), Map.of())))
          .contains(
              "Port " + taken.getLocalPort() + " is in use", "Final File", "FINAL_FILE_HTTP_PORT");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_one_clear_sentence() throws Exception {
    var file = Files.createFile(folder.resolve("not-a-folder"));

    assertThat(
            launches.refused(
                launches.launch(
                    List.of(), Map.of("VAULT_RUN_FOLDER", file.resolve("run").toString()))))
        .contains("cannot be written", "VAULT_RUN_FOLDER");
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

  /** Until its server is a process of its own; that it also becomes ready is seen at the second. */
  private void awaitServerProcess(Process launcher) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!Files.exists(launches.runFolder().resolve("children"))) {
      assertThat(launcher.isAlive()).as(launches.said(launcher)).isTrue();
      assertThat(System.nanoTime()).as(launches.said(launcher)).isLessThan(deadline);
      Thread.sleep(50);
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
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/vault",
        "postgres",
        secret("db.superuser.password"));
  }

  private String secret(String name) throws IOException {
    var secrets = new Properties();
    try (var in = Files.newBufferedReader(launches.runFolder().resolve("secrets.properties"))) {
      secrets.load(in);
    }
    return Objects.requireNonNull(secrets.getProperty(name));
  }

  private int http() {
    return launches.ports().http();
  }

  private int port() {
    return launches.settings().database().port();
  }
}
