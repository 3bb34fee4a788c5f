package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.core.crypto.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./vault-operator} beside running servers, and an owner who works on meanwhile. */
class OperatorIT {
  private static final String VAULT = "Evidence";
  private final byte[] plain = Randomness.bytes(50_000);
  private final Path folder;
  private final Someone owner;
  private String vault = "";

  OperatorIT(@TempDir Path folder) {
    this.folder = folder;
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

  private Someone.Said operator(String... words) throws IOException, InterruptedException {
    var settings = RealParts.whole().settings();
    var command = new ArrayList<String>();
    command.add(settings.home().resolve("vault-operator").toString());
    command.addAll(List.of(words));
    var out = folder.resolve("operator.out");
    var errors = folder.resolve("operator.err");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    var environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("VAULT_RUN_FOLDER", settings.runFolder().toString());
    environment.put("DB_PORT", Integer.toString(settings.database().port()));
    var process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Someone.Said(process.waitFor(), Files.readString(out), Files.readString(errors));
  }

  private void orders(String... words) throws IOException, InterruptedException {
    var said = operator(words);
    assertThat(said.status()).as(String.join(" ", words) + said.out() + said.errors()).isZero();
    assertThat(said.out()).as(String.join(" ", words)).contains(": done, ");
  }

  private JsonNode verifiedLog() throws IOException {
    var export = owner.file("export-" + UUID.randomUUID());
    owner.does("log", VAULT, "--export", export.toString());
    var verified = owner.types("verify-log", export.toString());
    assertThat(verified.status()).as(verified.errors()).isZero();
    var entries = Http.JSON.createArrayNode();
    for (var line : Files.readAllLines(export)) {
      entries.add(Http.JSON.readTree(line));
    }
    return entries;
  }

  @Test
  void every_key_of_ours_is_exchanged_while_an_owner_reads_and_writes() throws Exception {
    var first = List.of(puts("A"), puts("B"));
    var receipt =
        owner
            .does("put", "--class", "B", VAULT, owner.file("photo.jpg").toString())
            .get("receipt")
            .asText();
    var before = Http.JSON.readTree(operator("keys", "inventory").out());

    for (var key : List.of("data", "token", "directory", "platform", "audit", "gate")) {
      orders("keys", "rotate", key);
      assertReads(first.getFirst());
    }
    orders("keys", "rotate", "identities", "--vault", vault);
    orders("keys", "rotate", "tokens");
    orders("keys", "rotate", "log");

    assertThat(Http.JSON.readTree(operator("keys", "inventory").out())).isNotEqualTo(before);
    for (var document : first) {
      assertReads(document);
    }
    assertReads(puts("A"));
    assertReads(puts("B"));
    assertThat(verifiedLog().toString())
        .contains("platform_identity_made", "platform_identity_destroyed");
    var export = owner.file("with-receipt.jsonl");
    owner.does("log", VAULT, "--export", export.toString());
    assertThat(owner.types("verify-log", export.toString(), "--receipt", receipt).status())
        .as("a receipt by the log's first key")
        .isZero();
    assertThat(operator("keys", "progress").out()).contains("rotate_audit audit: done");
  }

  @Test
  void old_versions_are_kept_while_a_transaction_of_before_may_still_need_them() throws Exception {
    orders("keys", "rotate", "directory");
    var said = operator("keys", "retire", "directory");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.out()).contains("retire_key directory: refused");
  }

  @Test
  void a_document_that_was_shredded_is_gone_and_the_log_says_so() throws Exception {
    var gone = puts("A");
    var kept = puts("A");
    var name = vault + "/" + gone;

    orders("shred", "document", name, "--confirm", name);

    assertThat(owner.types("get", VAULT, gone, "-o", "-").status()).isEqualTo(1);
    assertReads(kept);
    var listed = owner.does("ls", VAULT);
    assertThat(listed.get("items")).hasSize(1);
    assertThat(listed.get("destroyed").get(0).asText()).isEqualTo(gone);
    assertThat(verifiedLog().toString()).contains("document_shredded", gone);
    assertThat(operator("shred", "document", name, "--confirm", name).status())
        .as("a second time there is no such document")
        .isEqualTo(1);
  }

  @Test
  void a_vault_that_was_shredded_is_gone_and_another_one_takes_its_place() throws Exception {
    puts("A");
    puts("B");
    orders("shred", "vault", vault, "--confirm", vault);
    assertThat(owner.does("vault", "list").get("items")).isEmpty();
    assertThat(owner.types("ls", vault).status()).isEqualTo(1);
    owner.does("vault", "create", "Another");
  }

  @Test
  void what_is_not_confirmed_or_does_not_exist_is_ordered_or_done_by_nobody() throws Exception {
    var document = puts("A");
    var unconfirmed = operator("shred", "vault", vault, "--confirm", vault.substring(1));
    assertThat(unconfirmed.status()).isEqualTo(2);
    assertThat(unconfirmed.errors()).contains("nothing was ordered");
    assertThat(operator("keys", "rotate", "moon").status()).isEqualTo(1);
    assertThat(operator("keys", "rotate", "data", "--vault", vault).status()).isEqualTo(2);
    var unknown = vault + "/" + UUID.randomUUID();
    assertThat(operator("shred", "document", unknown, "--confirm", unknown).status()).isEqualTo(1);
    assertReads(document);
  }
}
