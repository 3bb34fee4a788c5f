package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.PrivateKeys;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client as a process that can really be killed, against the stack under test. */
class KilledClientIT {
  private static final String PASSPHRASE = "correct horse battery staple";
  @TempDir private Path folder = Path.of("");

  @Test
  void an_upload_whose_client_was_killed_is_completed_with_the_identical_bytes() throws Exception {
    var stack = RealParts.whole();
    var client =
        Client.of(
            new Home(folder.resolve("home")),
            stack.server(Product.WITNESS_VAULT).base().toString(),
            () -> Passphrase.of(PASSPHRASE.toCharArray()),
            Client.Progress.NONE);
    try (var keys = PrivateKeys.generate()) {
      new Accounts(client).register("killed-" + UUID.randomUUID().toString().substring(0, 8), keys);
    }
    var vault = new Vaults(client).create("Evidence", Suite.HYBRID);
    Files.writeString(folder.resolve("passphrase"), PASSPHRASE);
    var bytes = new byte[48_000_000];
    new Random(9).nextBytes(bytes);
    Files.write(folder.resolve("film.mp4"), bytes);

    var put = vault("put", "Evidence", folder.resolve("film.mp4").toString(), "--class", "B");
    awaitMiddle(vault.id().value(), put);
    put.destroyForcibly().waitFor();
    assertThat(put.exitValue()).as(said()).isEqualTo(137); // 128 + SIGKILL
    var kept = Files.readAllBytes(ciphertext(client));

    var resume = vault("resume");
    assertThat(resume.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(resume.exitValue()).as(said()).isZero();

    var documents = client.api().get("vaults/" + vault.id() + "/documents").body().list("items");
    assertThat(documents).hasSize(1);
    var path = "vaults/" + vault.id() + "/documents/" + documents.getFirst().text("document");
    try (var stored = client.api().download(path + "/content")) {
      assertThat(stored.readAllBytes()).isEqualTo(kept);
    }
    assertThat(client.home().receipts().all()).hasSize(1);
    try (var left = Files.list(client.home().uploads())) {
      assertThat(left).isEmpty();
    }
  }

  private static Path ciphertext(Client client) throws IOException {
    try (var folders = Files.list(client.home().uploads())) {
      return folders.findFirst().orElseThrow().resolve("document.age");
    }
  }

  /** Until some of the payload is kept, and not all of it. */
  private void awaitMiddle(UUID vault, Process put) throws Exception {
    var query = "SELECT received FROM vault_core.uploads WHERE vault_id = '" + vault + "'";
    try (var connection = RealParts.parts().administrator().getConnection();
        var statement = connection.createStatement()) {
      while (true) {
        try (var row = statement.executeQuery(query)) {
          if (row.next() && row.getLong(1) > 0) {
            return;
          }
        }
        assertThat(put.isAlive()).as(said()).isTrue();
        Thread.sleep(10);
      }
    }
  }

  private Process vault(String command, String... more) throws IOException {
    var stack = RealParts.whole();
    var line =
        Stream.of(
                List.of(stack.settings().home().resolve("vault").toString(), command),
                List.of(more),
                List.of("--passphrase-file", folder.resolve("passphrase").toString()))
            .flatMap(List::stream)
            .toList();
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("VAULT_HOME", folder.resolve("home").toString());
    return builder.redirectOutput(folder.resolve("said").toFile()).start();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }
}
