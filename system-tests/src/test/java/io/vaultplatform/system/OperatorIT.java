package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.crypto.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./vault-operator} beside running servers, and an owner who works on meanwhile. */
class OperatorIT {
  private static final String VAULT = "Evidence";
  private final byte[] plain = Randomness.bytes(50_000);
  private final Operator operator;
  private final Someone owner;
  private String vault = "";

  OperatorIT(@TempDir Path folder) {
    operator = new Operator(folder);
    owner = Someone.named("river", folder);
  }

  @BeforeEach
  void river_has_a_vault() throws Exception {
    owner.does("register", "--name", owner.name);
    vault = owner.does("vault", "create", VAULT).get("vault").asText();
    Files.write(owner.file("photo.jpg"), plain);
  }

  private String puts(String type) {
    return owner
        .does("put", "--class", type, VAULT, owner.file("photo.jpg").toString())
        .get("document")
        .asText();
  }

  private void assertReads(String document) throws IOException {
    var got = owner.file(UUID.randomUUID().toString());
    owner.does("get", VAULT, document, "-o", got.toString());
    assertThat(Files.readAllBytes(got)).isEqualTo(plain);
  }

  @Test
  void every_key_of_ours_is_exchanged_while_an_owner_reads_and_writes() throws Exception {
    var first = List.of(puts("A"), puts("B"));
    var receipt =
        owner
            .does("put", "--class", "B", VAULT, owner.file("photo.jpg").toString())
            .get("receipt")
            .asText();
    var before = operator.inventory();

    for (var key : List.of("data", "token", "directory", "platform", "audit", "gate")) {
      operator.orders("keys", "rotate", key);
      assertReads(first.getFirst());
    }
    operator.orders("keys", "rotate", "identities", "--vault", vault);
    operator.orders("keys", "rotate", "tokens");
    operator.orders("keys", "rotate", "log");

    assertThat(operator.inventory()).isNotEqualTo(before);
    for (var document : first) {
      assertReads(document);
    }
    assertReads(puts("A"));
    assertReads(puts("B"));
    assertThat(owner.verifiedLog(VAULT).toString())
        .contains("platform_identity_made", "platform_identity_destroyed");
    var export = owner.file("with-receipt.jsonl");
    owner.does("log", VAULT, "--export", export.toString());
    assertThat(owner.types("verify-log", export.toString(), "--receipt", receipt).status())
        .as("a receipt by the log's first key")
        .isZero();
    assertThat(operator.types("keys", "progress").out()).contains("rotate_audit audit: done");
  }

  @Test
  void old_versions_are_kept_while_a_transaction_of_before_may_still_need_them() throws Exception {
    operator.orders("keys", "rotate", "directory");
    var said = operator.types("keys", "retire", "directory");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.out()).contains("retire_key directory: refused");
  }

  @Test
  void a_document_that_was_shredded_is_gone_and_the_log_says_so() throws Exception {
    var gone = puts("A");
    var kept = puts("A");
    var name = vault + "/" + gone;

    operator.orders("shred", "document", name, "--confirm", name);

    assertThat(owner.types("get", VAULT, gone, "-o", "-").status()).isEqualTo(1);
    assertReads(kept);
    var listed = owner.does("ls", VAULT);
    assertThat(listed.get("items")).hasSize(1);
    assertThat(listed.get("destroyed").get(0).asText()).isEqualTo(gone);
    assertThat(owner.verifiedLog(VAULT).toString()).contains("document_shredded", gone);
    assertThat(operator.types("shred", "document", name, "--confirm", name).status())
        .as("a second time there is no such document")
        .isEqualTo(1);
  }

  @Test
  void a_vault_that_was_shredded_is_gone_and_another_one_takes_its_place() throws Exception {
    puts("A");
    puts("B");
    operator.orders("shred", "vault", vault, "--confirm", vault);
    assertThat(owner.does("vault", "list").get("items")).isEmpty();
    assertThat(owner.types("ls", vault).status()).isEqualTo(1);
    owner.does("vault", "create", "Another");
  }

  @Test
  void what_is_not_confirmed_or_does_not_exist_is_ordered_or_done_by_nobody() throws Exception {
    var document = puts("A");
    var unconfirmed = operator.types("shred", "vault", vault, "--confirm", vault.substring(1));
    assertThat(unconfirmed.status()).isEqualTo(2);
    assertThat(unconfirmed.errors()).contains("nothing was ordered");
    assertThat(operator.types("keys", "rotate", "moon").status()).isEqualTo(1);
    assertThat(operator.types("keys", "rotate", "data", "--vault", vault).status()).isEqualTo(2);
    var unknown = vault + "/" + UUID.randomUUID();
    assertThat(operator.types("shred", "document", unknown, "--confirm", unknown).status())
        .isEqualTo(1);
    assertReads(document);
  }
}
