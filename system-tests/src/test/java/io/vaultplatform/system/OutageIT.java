package io.vaultplatform.system;

import static io.vaultplatform.system.Owner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.launcher.Product;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server killed in the middle of its work, a database that goes away and comes back. */
class OutageIT {
  private static final int PIECE = 4 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private boolean databaseStopped;

  @AfterEach
  void bring_the_database_back() {
    if (databaseStopped) {
      RealParts.whole().startDatabase();
    }
  }

  @Test
  void what_was_acknowledged_before_a_kill_is_there_after_it_and_the_rest_goes_on() {
    var stack = RealParts.whole();
    var ann = Owner.registered();
    var vault = ann.vault();
    var ready = ann.document(vault, EncryptionClass.C, Randomness.bytes(PIECE + 5000), List.of());
    expect(201, ann.http.post(vault.path() + "/documents", ready.offer()));
    expect(204, ann.http.upload(ready.payloadPath(), 0, Arrays.copyOf(ready.payload(), PIECE)));
    var before = ann.http.get(vault.path() + "/audit").json().path("items");

    stack.server(Product.WITNESS_VAULT).kill();
    stack.restart(Product.WITNESS_VAULT);

    // The same session still counts: its key is kept by the key service, not by the process.
    assertThat(ann.http.head(ready.payloadPath()).header("Upload-Offset"))
        .isEqualTo(Integer.toString(PIECE));
    assertThat(ann.http.get(vault.path() + "/audit").json().path("items"))
        .isNotEmpty()
        .isEqualTo(before);
    var rest = Arrays.copyOfRange(ready.payload(), PIECE, ready.payload().length);
    expect(200, ann.http.upload(ready.payloadPath(), PIECE, rest));
    var content = vault.path() + "/documents/" + ready.item().document() + "/content";
    assertThat(ann.http.download(content, Map.of()).bytes()).isEqualTo(ready.file());
  }

  @Test
  void a_server_without_its_database_says_so_tells_nothing_else_and_recovers_by_itself() {
    var stack = RealParts.whole();
    var ann = Owner.registered();
    var vault = ann.vault();
    var door = Http.to(Product.WITNESS_VAULT);

    databaseStopped = true;
    stack.stopDatabase();

    await(() -> door.get("/health/ready").status() == 503);
    assertThat(door.get("/health/ready").body())
        .contains("\"database\"")
        .doesNotContain("SQL", "Exception", "127.0.0.1");
    assertThat(door.get("/health/live").status()).isEqualTo(200);
    assertThat(door.get("/health/started").status()).as("it did start, once").isEqualTo(200);
    var answer = ann.http.get(vault.path());
    assertThat(answer.status()).isGreaterThanOrEqualTo(500);
    assertThat(answer.body()).doesNotContain("SQL", "Exception", "postgres", "127.0.0.1");

    stack.startDatabase();
    databaseStopped = false;

    await(() -> door.get("/health/ready").status() == 200);
    expect(200, ann.http.get(vault.path()));
  }

  @Test
  void a_server_that_starts_without_its_database_has_not_started_until_it_is_there() {
    var stack = RealParts.whole();
    databaseStopped = true;
    stack.stopDatabase();
    stack.server(Product.WITNESS_VAULT).kill();
    var restarted = CompletableFuture.runAsync(() -> stack.restart(Product.WITNESS_VAULT));
    var door = Http.to(Product.WITNESS_VAULT);

    await(() -> door.get("/health/started").status() == 503 && checked(door).size() == 4);
    assertThat(checked(door))
        .containsEntry("migrations", "DOWN")
        .containsEntry("key-service", "DOWN");
    assertThat(checked(door))
        .containsEntry("trigger-timer", "DOWN")
        .containsEntry("outbox-timer", "DOWN");
    assertThat(door.get("/health/live").status()).isEqualTo(200);

    stack.startDatabase();
    databaseStopped = false;
    restarted.join();

    await(() -> door.get("/health/started").status() == 200);
    assertThat(checked(door).values()).containsOnly("UP");
  }

  private static Map<String, String> checked(Http door) {
    var found = new HashMap<String, String>();
    door.get("/health/started")
        .json()
        .path("checks")
        .forEach(check -> found.put(check.path("name").asText(), check.path("status").asText()));
    return found;
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition)) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
