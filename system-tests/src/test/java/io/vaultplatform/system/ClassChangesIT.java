package io.vaultplatform.system;

import static io.vaultplatform.system.Owner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.launcher.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another class as its owner lives it: with the command, the letter, and days that pass. */
class ClassChangesIT {
  private static final String VAULT = "Evidence";
  private static final String FORM = "application/x-www-form-urlencoded";

  @Test
  void stronger_comes_at_once_weaker_after_a_letter_and_days_and_c_never_becomes_a(
      @TempDir Path folder) throws Exception {
    var river = Someone.named("river", folder);
    river.does("register", "--name", river.name);
    river.hasPractised(); // class C waits for it
    river.does("vault", "create", VAULT);
    var plain = Randomness.bytes(5 << 20);
    Files.write(river.file("plan.bin"), plain);
    var first =
        river
            .does("put", "--class", "A", VAULT, river.file("plan.bin").toString())
            .get("document")
            .asText();

    var strong = river.does("class", "change", VAULT, first, "--to", "C");

    assertThat(strong.get("guarantee").asText()).contains("a time when the server could");
    var second = strong.get("document").asText();
    assertThat(river.types("get", VAULT, first, "-o", "-").status()).isEqualTo(1);
    assertThat(fetched(river, second)).hasBinaryContent(plain);
    assertThat(river.does("ls", VAULT).get("missing")).isEmpty();

    var weaker = new String[] {"class", "change", VAULT, second, "--to", "B", "--confirm"};
    var words = "make it class B";
    var untold = river.types(and(weaker, words));
    assertThat(untold.errors()).contains("confirmed address");
    confirmsAnAddress(river);
    var ordered = river.does(and(weaker, words));
    assertThat(ordered.get("state").asText()).isEqualTo("open");
    var due = due(river, second);
    assertThat(letter(river)).contains(second, "(class C)", "(class B)", "3 days");
    assertThat(river.types(and(weaker, words)).errors()).contains(due);

    river.does("class", "cancel", VAULT, second);
    river.does(and(weaker, words));
    due(river, second);
    letTimePass(second);
    var weak = river.does(and(weaker, words));

    var third = weak.get("document").asText();
    assertThat(weak.get("guarantee").asText()).contains("never becomes class A");
    assertThat(fetched(river, third)).hasBinaryContent(plain);
    var never =
        river.types("class", "change", VAULT, third, "--to", "A", "--confirm", "make it class A");
    assertThat(never.status()).isEqualTo(1);
    var shown = river.does("class", "show", VAULT, first);
    assertThat(shown.get("document").asText()).isEqualTo(third);
    assertThat(shown.get("periods")).hasSize(3);
    assertThat(shown.get("orders")).hasSize(3);

    var export = river.file("export.jsonl").toString();
    river.does("log", VAULT, "--export", export);
    assertThat(Path.of(export))
        .content()
        .contains(
            "class_change_ordered", "class_change_told", "class_change_cancelled", "class_changed");
    assertThat(river.types("verify-log", export).status()).isZero();
  }

  @Test
  void a_server_is_asked_directly_and_refuses_what_no_client_would_send() {
    var ann = Owner.registered();
    var ben = Owner.registered();
    var vault = ann.vault();
    var ready = ann.document(vault, EncryptionClass.C, Randomness.bytes(100), List.of());
    expect(201, ann.http.post(vault.path() + "/documents", ready.offer()));
    expect(200, ann.http.upload(ready.payloadPath(), 0, ready.payload()));
    var document = ready.item().document();
    var path = vault.path() + "/documents/" + document + "/class";

    var downgrade = ann.http.post(path + "/orders", order(ann, vault, document, EncryptionClass.A));
    expect(403, downgrade);
    assertThat(downgrade.json().get("field").asText()).isEqualTo("order.to");
    assertThat(ann.http.get(vault.path() + "/audit?type=encryption_class_violation_attempt").body())
        .contains(document.toString());
    var foreign = ben.http.post(path + "/orders", order(ben, vault, document, EncryptionClass.B));
    expect(404, foreign);
    expect(404, ben.http.get(path));
    expect(404, ann.http.delete(path + "/orders/" + UUID.randomUUID()));
    expect(400, ann.http.post(path + "/orders", Map.of("order", Map.of("v", 1))));
    var ledger = ann.http.get(path);
    expect(200, ledger);
    assertThat(ledger.json().get("guarantee").asText()).isEqualTo(EncryptionClass.C.guarantee());
    assertThat(ledger.json().get("possible")).hasSize(2);
  }

  private static Map<String, Object> order(
      Owner owner, Owner.MyVault vault, DocumentId document, EncryptionClass to) {
    var order =
        new ClassOrder(
            owner.account,
            vault.id(),
            document,
            EncryptionClass.C,
            to,
            new DocumentId(UUID.randomUUID()),
            Optional.of("make it class " + to));
    return Map.of("order", order.sign(owner.signing).toTree());
  }

  private static String[] and(String[] words, String last) {
    var all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  private static Path fetched(Someone person, String document) throws IOException {
    var target = person.file("got-" + document);
    person.does("get", VAULT, document, "-o", target.toString());
    return target;
  }

  private static void confirmsAnAddress(Someone person) {
    person.does("address", person.address);
    var path = URI.create(person.link("address")).getPath();
    var answer =
        Http.to(Product.WITNESS_VAULT).send("POST", path, BodyPublishers.ofString(""), FORM);
    assertThat(answer.status()).isEqualTo(200);
  }

  /** Waits until a mail server took the letter about the order that is open. */
  private static String due(Someone person, String document) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      for (var order : person.does("class", "show", VAULT, document).get("orders")) {
        if (order.get("state").asText().equals("open") && order.has("dueAt")) {
          return order.get("dueAt").asText();
        }
      }
      Thread.sleep(200);
    }
    throw new AssertionError("the letter was not taken");
  }

  private static String letter(Someone person) {
    return RealParts.whole().mailbox().mails().stream()
        .filter(mail -> mail.to().contains(person.address))
        .map(mail -> mail.text())
        .filter(text -> text.contains("protected less"))
        .findFirst()
        .orElseThrow();
  }

  // Nobody may do this, so the guards of the database have to be put aside for it.
  private static void letTimePass(String document) throws SQLException {
    try (var connection = RealParts.whole().administrator().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "SET LOCAL session_replication_role = replica; UPDATE vault_core.class_changes SET"
              + " told_at = told_at - interval '4 days', due_at = due_at"
              + " - interval '4 days' WHERE cancelled_at IS NULL AND document_id = '%s'"
                  .formatted(document));
    }
  }
}
