package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.cli.home.Home;
import io.vaultplatform.cli.work.Accounts;
import io.vaultplatform.cli.work.Client;
import io.vaultplatform.cli.work.Putting;
import io.vaultplatform.cli.work.Vaults;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Passphrase;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that are killed in the middle of an operator's order. A lock on what the order needs next
 * holds it up there, so that the middle is the same one every time.
 */
class KilledServerIT {
  private static final String VAULT = "Evidence";
  private static final String SAYS = "what happened on the third of May";

  /** More than a batch re-wraps, which is fifty, and fewer than two do. */
  private static final int DOCUMENTS = 60;

  /** Until a killed server's claim is over, and whoever takes the order then has finished it. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Operator operator;
  private final Someone owner;
  private final Someone friend;
  private String vault = "";

  KilledServerIT(@TempDir Path folder) {
    operator = new Operator(folder);
    owner = Someone.named("river", folder);
    friend = Someone.named("fern", folder);
  }

  @BeforeEach
  void river_has_a_vault() {
    owner.does("register", "--name", owner.name);
    vault = owner.does("vault", "create", VAULT).get("vault").asText();
  }

  @AfterEach
  void let_every_server_run() {
    for (var product : Product.values()) {
      if (!RealParts.whole().server(product).process().isAlive()) {
        RealParts.whole().restart(product);
      }
    }
  }

  @Test
  void what_a_killed_server_had_begun_the_other_one_finishes_without_a_new_command()
      throws Exception {
    puts(DOCUMENTS);
    var documents = documents();
    var next = documents.get(55);
    var before = key("platform");
    // The other one waits out of reach, so that it is known who takes the order.
    kill(Product.FINAL_FILE);

    String order;
    try (var held =
        Database.Held.by(
            "SELECT 1 FROM vault_core.document_versions WHERE document_id = '"
                + next
                + "' FOR UPDATE")) {
      order = gives("keys", "rotate", "identities", "--vault", vault);
      held.awaitSomebody();
      assertThat(rewrapped()).as("the first batch, and nothing of the second").hasSize(50);
      RealParts.whole().restart(Product.FINAL_FILE);
      kill(Product.WITNESS_VAULT);
    }
    awaitDone(order);

    assertThat(RealParts.whole().server(Product.WITNESS_VAULT).process().isAlive()).isFalse();
    RealParts.whole().restart(Product.WITNESS_VAULT);
    assertThat(rewrapped()).hasSize(DOCUMENTS).doesNotHaveDuplicates();
    assertThat(key("platform")).as("one identity came and one went").isEqualTo(before);
    assertEnteredOnce(order);
    assertThat(owner.verifiedLog(VAULT))
        .map(line -> line.path("entry").path("type").asText())
        .filteredOn(type -> type.startsWith("platform_identity_"))
        .containsExactly("platform_identity_made", "platform_identity_destroyed");
    assertThat(owner.does("ls", VAULT).get("items")).hasSize(DOCUMENTS);
    for (var document : List.of(documents.getFirst(), next, documents.getLast())) {
      assertReads(document);
    }
    the_platform_opens(next);
  }

  @Test
  void a_key_that_was_made_just_before_every_server_was_killed_is_the_one_that_seals_afterwards()
      throws Exception {
    puts(1);
    var document = documents().getFirst();
    owner.does("trustee", "invite", VAULT, "--alias", "Ada", "--address", friend.address);
    var before = versions("data");

    String order;
    try (var held = Database.Held.by("LOCK TABLE vault_core.key_checks IN SHARE MODE")) {
      order = gives("keys", "rotate", "data");
      held.awaitSomebody();
      kill(Product.WITNESS_VAULT);
      kill(Product.FINAL_FILE);
    }
    let_the_claim_end(order);
    RealParts.whole().restart(Product.FINAL_FILE);
    RealParts.whole().restart(Product.WITNESS_VAULT);
    awaitDone(order);

    var made = before.getLast() + 1;
    var both = Stream.concat(before.stream(), Stream.of(made)).toList();
    assertThat(versions("data")).as("one more, and not two").isEqualTo(both);
    for (var column : key("data").get("columns")) {
      assertThat(column.get("sealed").fieldNames())
          .as(column.get("column").asText())
          .toIterable()
          .isSubsetOf(Integer.toString(made));
    }
    assertEnteredOnce(order);
    assertThat(platformChain("resource_id = 'data." + made + "'"))
        .containsExactly("key_version_made");
    assertReads(document);
    assertThat(owner.does("trustee", "list", VAULT).toString()).contains("Ada");
    assertThat(owner.verifiedLog(VAULT)).isNotEmpty();
  }

  private void puts(int many) throws IOException {
    var passphrase = Files.readString(owner.file("passphrase")).strip();
    var client =
        Client.of(
            new Home(owner.file("home")),
            RealParts.whole().server(Product.WITNESS_VAULT).base().toString(),
            () -> Passphrase.of(passphrase.toCharArray()),
            Client.Progress.NONE);
    var file = Files.writeString(owner.file("note.txt"), SAYS);
    var wish =
        new Putting.Wish(file, "Note", "text/plain", EncryptionClass.A, Set.of(), Optional.empty());
    try (var unlocked = new Accounts(client).unlock()) {
      var known = new Vaults(client).find(VAULT);
      for (int i = 0; i < many; i++) {
        new Putting(client).put(unlocked, known, wish);
      }
    }
  }

  private List<String> documents() throws SQLException {
    return Database.texts(
        "SELECT document_id::text FROM vault_core.document_versions WHERE vault_id = '"
            + vault
            + "' ORDER BY document_id");
  }

  private void assertReads(String document) {
    var got = owner.file("got-" + document);
    owner.does("get", VAULT, document, "-o", got.toString());
    assertThat(got).hasContent(SAYS);
  }

  private void the_platform_opens(String document) {
    friend.does("register", "--name", friend.name);
    var account = friend.does("whoami").get("account").asText();
    owner.does("grant", "give", VAULT, "--to", account, "--document", document, "--right", "open");
    var got = friend.file("got");
    var opened = friend.does("get", vault, document, "-o", got.toString());
    assertThat(opened.get("openedBy").asText()).isEqualTo("server");
    assertThat(got).hasContent(SAYS);
  }

  /** Gives an order and does not watch it; its id. */
  private String gives(String... words) throws Exception {
    var said =
        operator.types(
            Stream.concat(Stream.of(words), Stream.of("--no-wait")).toArray(String[]::new));
    assertThat(said.status()).as(said.errors()).isZero();
    return said.out().substring(0, 36);
  }

  private static void kill(Product product) {
    RealParts.whole().server(product).kill();
  }

  // In the other test it ends by itself, two minutes after the last batch.
  private static void let_the_claim_end(String order) throws SQLException {
    Database.texts(
        "UPDATE vault_core.operator_orders SET claimed_until = clock_timestamp() WHERE id = '"
            + order
            + "' RETURNING state");
  }

  private void awaitDone(String order) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var state = "SELECT state FROM vault_core.operator_orders WHERE id = '" + order + "'";
    while (!Database.texts(state).equals(List.of("done"))) {
      assertThat(System.nanoTime())
          .as(Database.texts(state) + " for too long")
          .isLessThan(deadline);
      Thread.sleep(500);
    }
    assertThat(operator.types("keys", "progress").out())
        .containsPattern(order + "  rotate_.*: done, ");
  }

  /** Its beginning and its end stand in the platform's chain, which has no gap. */
  private static void assertEnteredOnce(String order) throws SQLException {
    assertThat(platformChain("resource_id = '" + order + "'"))
        .containsExactly("order_taken", "order_ended");
    assertThat(
            Database.texts(
                """
                SELECT sequence::text FROM (
                  SELECT sequence, control::jsonb ->> 'previous' AS previous,
                         lag(hash) OVER (ORDER BY sequence) AS hash,
                         lag(sequence, 1, 0) OVER (ORDER BY sequence) AS before
                    FROM vault_core.audit_log WHERE chain_kind = 'platform') entries
                 WHERE sequence <> before + 1 OR previous <> hash
                """))
        .as("entries of the platform that do not follow the one before")
        .isEmpty();
  }

  private static List<String> platformChain(String which) throws SQLException {
    return Database.texts(
        "SELECT type FROM vault_core.audit_log WHERE chain_kind = 'platform' AND "
            + which
            + " ORDER BY sequence");
  }

  private List<String> rewrapped() throws SQLException {
    return Database.texts(
        "SELECT resource_id FROM vault_core.audit_log WHERE type = 'document_header_rewrapped'"
            + " AND chain_id = '"
            + vault
            + "'");
  }

  private JsonNode key(String name) throws Exception {
    for (var key : operator.inventory().get("keys")) {
      if (key.get("key").asText().equals(name)) {
        return key;
      }
    }
    throw new AssertionError("the inventory has no key " + name);
  }

  private List<Integer> versions(String name) throws Exception {
    var versions = new ArrayList<Integer>();
    key(name).get("versions").forEach(version -> versions.add(version.asInt()));
    return versions;
  }
}
