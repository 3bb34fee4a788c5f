package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.core.keys.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session's tokens go to the server that gave them; a link leads to the server that wrote it. */
class SessionsAndLinksTest {
  private static final String TOKEN = "A".repeat(43);

  @TempDir Path folder = Path.of("");
  private final CheatingServer server = start();
  private final CheatingServer stranger = start();
  private Client client =
      Shell.client(Path.of(System.getProperty("java.io.tmpdir")), "http://localhost:1");

  private static CheatingServer start() {
    try {
      return new CheatingServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void an_owner_with_a_session() {
    client = Shell.client(Shell.home(folder), server.url());
    new Accounts(client).register("river", PrivateKeys.generate());
    server.calls.clear();
  }

  @AfterEach
  void stop() {
    server.close();
    stranger.close();
  }

  private static String link(CheatingServer writer, String purpose) {
    return writer.url() + "/l/" + purpose + "/" + TOKEN;
  }

  @Test
  void another_server_gets_no_token_and_ends_no_session() {
    stranger.expired.add("null"); // 401 for everybody who brings no token
    var ran = Shell.vaultAt(folder, "whoami", "--server", stranger.url());
    assertThat(ran.exit()).isZero();
    assertThat(stranger.calls).containsExactly("GET accounts/me null");
    assertThat(stranger.refreshed).isEmpty();
    assertThat(client.home().tokens()).isPresent();
  }

  @Test
  void a_link_is_taken_to_the_server_that_wrote_it_without_a_token() {
    Shell.vaultAt(folder, "case", "--link", link(stranger, "trustee"));
    assertThat(stranger.calls).containsExactly("POST links/trustee/case null");
    Shell.vaultAt(folder, "check-in", "--link", link(server, "check-in"));
    assertThat(server.calls).containsExactly("POST links/check-in null");
  }

  @Test
  void a_server_that_was_named_wins_over_the_links_and_a_bare_token_has_none() {
    Shell.vaultAt(folder, "case", "--server", server.url(), "--link", link(stranger, "trustee"));
    Shell.vaultAt(folder, "case", "--link", TOKEN);
    assertThat(stranger.calls).isEmpty();
    assertThat(server.calls).hasSize(2);
  }

  @Test
  void a_link_to_plain_http_elsewhere_is_refused() {
    var ran = Shell.vaultAt(folder, "case", "--link", "http://vault.example/l/trustee/" + TOKEN);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("https");
  }

  @Test
  void a_session_that_could_not_be_ended_is_kept() {
    server.close();
    var ran = Shell.vaultAt(folder, "sign-out");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("tokens are kept");
    assertThat(client.home().tokens()).isPresent();
  }

  @Test
  void every_release_behind_a_link_is_asked_for_and_none_is_dropped() throws IOException {
    var key = folder.resolve("rosa.txt");
    Shell.vault("keygen", "-o", key.toString());
    var code = Files.writeString(folder.resolve("code"), "the code given beforehand\n");
    var ran =
        Shell.vaultAt(
            folder,
            "release",
            "open",
            "--link",
            link(stranger, "recipient"),
            "--code-file",
            code.toString(),
            "-i",
            key.toString());
    assertThat(stranger.bodies).hasSize(3).allMatch(b -> b.contains("the code given beforehand"));
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("NOT OPENED: release latest", "release first", "release second");
  }

  @Test
  void a_code_is_asked_for_and_not_guessed() throws IOException {
    var key = folder.resolve("rosa.txt");
    Shell.vault("keygen", "-o", key.toString());
    var ran =
        Shell.vaultAt(
            folder, "release", "open", "--link", link(stranger, "recipient"), "-i", key.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--code-file");
    assertThat(stranger.calls).isEmpty();
  }

  @Test
  void commands_that_renew_at_the_same_time_use_a_refresh_token_once() throws Exception {
    server.expired.add("access");
    var together = new CyclicBarrier(4);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var all =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            var own = Shell.client(Shell.home(folder), server.url());
                            together.await();
                            return own.api().get("accounts/me").status();
                          }))
              .toList();
      for (var one : all) {
        assertThat(one.get()).isEqualTo(200);
      }
    }
    assertThat(server.refreshed).containsExactly("refresh");
    assertThat(client.home().tokens().orElseThrow().access()).isEqualTo("access-1");
  }
}
