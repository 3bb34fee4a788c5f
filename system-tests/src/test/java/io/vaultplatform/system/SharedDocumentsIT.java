package io.vaultplatform.system;

import static io.vaultplatform.system.Owner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Randomness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Class A on behalf of somebody who was granted it: opened, entered, and over with the grant. */
class SharedDocumentsIT {
  private final Owner ann = Owner.registered();
  private final Owner ben = Owner.registered();
  private final Owner.MyVault vault = ann.vault();

  @Test
  void who_was_granted_a_document_of_class_a_gets_its_content_until_the_grant_ends() {
    var plain = Randomness.bytes(5 << 20);
    var ready = stored(EncryptionClass.A, plain);
    assertThat(ben.http.get(path(ready)).status()).isEqualTo(404);
    var grant = grants(ready, "open");

    var opened = ben.http.download(path(ready), Map.of());

    assertThat(opened.status()).isEqualTo(200);
    assertThat(opened.bytes()).isEqualTo(plain);
    assertThat(opened.headers().map())
        .containsEntry("content-length", List.of(Integer.toString(plain.length)))
        .containsEntry("content-type", List.of("application/octet-stream"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry(
            "content-disposition",
            List.of("attachment; filename=\"" + ready.item().document() + ".bin\""));
    var entered = log("document_opened");
    assertThat(entered).contains("plaintext", grant, ben.account.toString());
    expect(200, ann.http.delete(vault.path() + "/grants/" + grant));
    assertThat(ben.http.get(path(ready)).status()).isEqualTo(404);
  }

  @Test
  void the_owner_has_class_a_opened_as_well() {
    var plain = Randomness.bytes(100);
    var ready = stored(EncryptionClass.A, plain);
    assertThat(ann.http.download(path(ready), Map.of()).bytes()).isEqualTo(plain);
    assertThat(log("document_opened")).contains("plaintext", "owner");
  }

  @Test
  void who_may_only_see_a_document_is_answered_as_if_it_were_not_there() {
    var ready = stored(EncryptionClass.A, Randomness.bytes(100));
    var unknown = vault.path() + "/documents/" + UUID.randomUUID() + "/opened";
    grants(ready, "see");

    var seen = ben.http.get(path(ready));

    assertThat(seen.status()).isEqualTo(404);
    var nothing = ann.http.get(unknown);
    assertThat(nothing.status()).isEqualTo(404);
    for (var member : List.of("type", "title", "detail", "field")) {
      assertThat(seen.json().get(member)).as(member).isEqualTo(nothing.json().get(member));
    }
    assertThat(log("access_refused")).contains(ready.item().document().toString());
  }

  @ParameterizedTest
  @EnumSource(value = EncryptionClass.class, mode = EnumSource.Mode.EXCLUDE, names = "A")
  void the_server_opens_nothing_but_class_a_and_enters_who_asked(EncryptionClass type) {
    var ready = stored(type, Randomness.bytes(100));
    grants(ready, "open");
    for (var person : List.of(ann, ben)) {
      var refused = person.http.get(path(ready));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().get("field").asText()).isEqualTo("class");
      assertThat(log("encryption_class_violation_attempt"))
          .contains(ready.item().document().toString(), person.account.toString());
    }
    assertThat(log("document_opened")).doesNotContain("plaintext");
  }

  @Test
  void two_people_with_the_client_share_a_document_and_stop_sharing_it(@TempDir Path folder)
      throws Exception {
    var river = Someone.named("river", folder);
    var quinn = Someone.named("quinn", folder);
    river.does("register", "--name", river.name);
    quinn.does("register", "--name", quinn.name);
    quinn.does("vault", "create", "Mine");
    var shared = river.does("vault", "create", "Mine").get("vault").asText();
    // Not a length that Padmé leaves as it is.
    var plain = Randomness.bytes(300_001);
    Files.write(river.file("plan.bin"), plain);
    var document =
        river
            .does("put", "--class", "A", "Mine", river.file("plan.bin").toString())
            .get("document")
            .asText();
    var account = quinn.does("whoami").get("account").asText();
    var got = quinn.file("got.bin");
    var asked = new String[] {"get", shared, document, "-o", got.toString()};
    assertThat(quinn.types(asked).status()).isEqualTo(1);

    var given =
        river.does(
            "grant", "give", "Mine", "--to", account, "--document", document, "--right", "open");

    assertThat(Path.of(given.get("receipt").asText())).exists();
    assertThat(quinn.does("vault", "list").get("items")).hasSize(2);
    var listed = quinn.does("ls", shared).get("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).has("title")).isFalse();
    assertThat(quinn.does(asked).get("openedBy").asText()).isEqualTo("server");
    assertThat(got).hasBinaryContent(plain);

    river.does("grant", "end", "Mine", given.get("grant").get("grant").asText());

    Files.delete(got);
    assertThat(quinn.types(asked).status()).isEqualTo(1);
    assertThat(got).doesNotExist();
    assertThat(quinn.does("ls", "Mine").get("items")).isEmpty();
  }

  private Owner.Ready stored(EncryptionClass type, byte[] plain) {
    var others = type == EncryptionClass.A ? List.of(vault.platform()) : List.<AgeRecipient>of();
    var ready = ann.document(vault, type, plain, others);
    expect(201, ann.http.post(vault.path() + "/documents", ready.offer()));
    expect(200, ann.http.upload(ready.payloadPath(), 0, ready.payload()));
    return ready;
  }

  private String grants(Owner.Ready ready, String right) {
    var given =
        ann.http.post(
            vault.path() + "/grants",
            Map.of(
                "who", ben.account.toString(),
                "what", Map.of("kind", "document", "id", ready.item().document().toString()),
                "right", right));
    expect(201, given);
    return given.json().get("grant").get("grant").asText();
  }

  private String log(String type) {
    return ann.http.get(vault.path() + "/audit?type=" + type).body();
  }

  private String path(Owner.Ready ready) {
    return vault.path() + "/documents/" + ready.item().document() + "/opened";
  }
}
