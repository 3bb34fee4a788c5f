package io.vaultplatform.system;

import static io.vaultplatform.system.Owner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Manifest.EscrowNames;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Documents over HTTP on the running server: stored, resumed, fetched in parts, shared; and
 * everything bad.
 */
class DocumentsIT {
  private static final int PIECE = 4 << 20;
  private static Owner ann;
  private static Owner.MyVault vault;

  @BeforeAll
  static void an_owner_with_a_vault() {
    ann = Owner.registered();
    vault = ann.vault();
  }

  @Test
  void a_document_of_each_class_is_stored_with_a_receipt_and_comes_back_as_it_was() {
    for (var type : EncryptionClass.values()) {
      var others = type == EncryptionClass.A ? List.of(vault.platform()) : List.<AgeRecipient>of();
      var ready = ann.document(vault, type, random(100_000), others);
      expect(201, offer(ready));
      var stored = ann.http.upload(ready.payloadPath(), 0, ready.payload());
      expect(200, stored);
      @SuppressWarnings("unchecked") // a receipt is an object
      var receipt =
          Receipt.of(Signed.of(Http.JSON.convertValue(stored.json().get("receipt"), Map.class)));
      assertThat(receipt.sequence()).isPositive();
      var file = ann.http.download(contentPath(ready), Map.of());
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
          .contains(ready.item().document() + ".age");
      assertThat(file.bytes()).isEqualTo(ready.file());
    }
  }

  @Test
  void an_interrupted_upload_goes_on_where_it_stopped() {
    var ready = ann.document(vault, EncryptionClass.C, random(PIECE + 5000), List.of());
    expect(201, offer(ready));
    var first = ann.http.upload(ready.payloadPath(), 0, Arrays.copyOf(ready.payload(), PIECE + 9));
    expect(204, first);
    assertThat(first.header("Upload-Offset")).isEqualTo(Integer.toString(PIECE));
    assertThat(ann.http.head(ready.payloadPath()).header("Upload-Offset"))
        .isEqualTo(Integer.toString(PIECE));
    var wrong = ann.http.upload(ready.payloadPath(), 0, ready.payload());
    refused(wrong, 409, "Upload-Offset");
    var rest = Arrays.copyOfRange(ready.payload(), PIECE, ready.payload().length);
    expect(200, ann.http.upload(ready.payloadPath(), PIECE, rest));
    assertThat(ann.http.download(contentPath(ready), Map.of()).bytes()).isEqualTo(ready.file());
  }

  @Test
  void parts_and_tags_of_a_file_work_as_http_says() {
    var ready = stored(ann.document(vault, EncryptionClass.C, random(10_000), List.of()));
    var file = ready.file();
    var whole = ann.http.download(contentPath(ready), Map.of());
    var tag = whole.headers().firstValue("ETag").orElseThrow();
    var part = ann.http.download(contentPath(ready), Map.of("Range", "bytes=100-299"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 100-299/" + file.length);
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(file, 100, 300));
    var last = ann.http.download(contentPath(ready), Map.of("Range", "bytes=-7", "If-Range", tag));
    assertThat(last.bytes()).isEqualTo(Arrays.copyOfRange(file, file.length - 7, file.length));
    var changed =
        ann.http.download(contentPath(ready), Map.of("Range", "bytes=0-1", "If-Range", "\"x\""));
    assertThat(changed.status()).isEqualTo(200);
    var beyond =
        ann.http.download(contentPath(ready), Map.of("Range", "bytes=" + file.length + "-"));
    assertThat(beyond.status()).isEqualTo(416);
    var document = ann.http.get(vault.path() + "/documents/" + ready.item().document());
    assertThat(document.json().get("class").asText()).isEqualTo("C");
    assertThat(document.header("ETag")).isEqualTo(tag);
  }

  @Test
  void a_payload_that_was_changed_or_goes_on_is_discarded_and_named() {
    for (boolean longer : new boolean[] {false, true}) {
      var ready = ann.document(vault, EncryptionClass.C, random(1000), List.of());
      expect(201, offer(ready));
      var wrong = Arrays.copyOf(ready.payload(), ready.payload().length + (longer ? 1 : 0));
      wrong[500] ^= (byte) (longer ? 0 : 1);
      refused(ann.http.upload(ready.payloadPath(), 0, wrong), 422, "payload");
      assertThat(ann.http.head(ready.payloadPath()).status()).isEqualTo(404);
      assertThat(ann.http.get(vault.path() + "/documents/" + ready.item().document()).status())
          .isEqualTo(404);
    }
  }

  @Test
  void what_is_not_an_age_file_is_refused_by_name() {
    var ready = ann.document(vault, EncryptionClass.C, random(10), List.of());
    var pdf = text("%PDF-1.7 and so on");
    refused(offer(ready.offerWith("header", pdf)), 422, "header");
    refused(offer(ready.offerWith("header", "")), 422, "header");
    refused(
        offer(ready.offerWith("header", Base64Url.encode(Arrays.copyOf(ready.header(), 50)))),
        422,
        "header");
    refused(offer(ready.offerWith("metadata", pdf)), 422, "metadata");
    var lines = new String(ready.header(), StandardCharsets.US_ASCII).split("\n", -1);
    var stanza = lines[1] + "\n" + lines[2] + "\n";
    var many = lines[0] + "\n" + stanza.repeat(5_000) + lines[3] + "\n";
    refused(offer(ready.offerWith("header", text(many))), 422, "header");
    var scrypt =
        lines[0] + "\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n" + lines[2] + "\n" + lines[3] + "\n";
    refused(offer(ready.offerWith("header", text(scrypt))), 422, "header");
  }

  @Test
  void a_hundred_thousand_stanzas_are_more_than_a_request_may_have() {
    var ready = ann.document(vault, EncryptionClass.C, random(10), List.of());
    var lines = new String(ready.header(), StandardCharsets.US_ASCII).split("\n", -1);
    var stanza = lines[1] + "\n" + lines[2] + "\n";
    var many = lines[0] + "\n" + stanza.repeat(100_000) + lines[3] + "\n";
    refused(offer(ready.offerWith("header", text(many))), 413, "body");
  }

  @Test
  void class_c_that_the_server_could_open_is_refused_and_is_in_the_log() {
    var ready = ann.document(vault, EncryptionClass.C, random(10), List.of(vault.platform()));
    refused(offer(ready), 403, "header");
    var log = ann.http.get(vault.path() + "/audit?type=encryption_class_violation_attempt");
    assertThat(log.body()).contains(ready.item().document().toString());
  }

  @Test
  void class_b_naming_an_epoch_that_is_not_armed_is_refused() {
    var escrow = AgeIdentity.generate(Suite.CLASSIC).recipient();
    var names = new EscrowNames(UUID.randomUUID(), 3, List.of(escrow.fingerprint()));
    var ready =
        ann.document(vault, EncryptionClass.B, random(10), List.of(escrow), Optional.of(names));
    refused(offer(ready), 422, "manifest.epoch");
  }

  @Test
  void unknown_members_wrong_types_and_markup_are_named_and_never_echoed() {
    var ready = ann.document(vault, EncryptionClass.C, random(10), List.of());
    refused(offer(ready.offerWith("colour", "blue")), 400, "colour");
    refused(offer(ready.offerWith("version", "one")), 400, "version");
    refused(offer(ready.offerWith("version", 0)), 400, "version");
    var markup = offer(ready.offerWith("class", "<script>alert(1)</script>"));
    refused(markup, 400, "class");
    assertThat(markup.body()).doesNotContain("script");
    refused(offer(ready.offerWith("document", "'; DROP TABLE vaults --")), 400, "document");
    refused(offer(ready.offerWith("manifest", Map.of("v", 1))), 400, "manifest");
  }

  @Test
  void a_grant_opens_one_document_to_one_person_until_it_is_taken_back() {
    var ben = Owner.registered();
    var ready = stored(ann.document(vault, EncryptionClass.C, random(10), List.of()));
    assertThat(ben.http.get(vault.path()).status()).isEqualTo(404);
    assertThat(ben.http.download(contentPath(ready), Map.of()).status()).isEqualTo(404);
    var given =
        ann.http.post(
            vault.path() + "/grants",
            Map.of(
                "who", ben.account.toString(),
                "what", Map.of("kind", "document", "id", ready.item().document().toString()),
                "right", "open"));
    expect(201, given);
    assertThat(ben.http.download(contentPath(ready), Map.of()).bytes()).isEqualTo(ready.file());
    var page = ben.http.get(vault.path() + "/documents").json().get("items");
    assertThat(page).hasSize(1);
    var grant = given.json().get("grant").get("grant").asText();
    var why =
        ben.http.get(
            vault.path() + "/grants/decision?right=open&document=" + ready.item().document());
    assertThat(why.json().get("explanation").asText()).isEqualTo("allowed under grant " + grant);
    expect(200, ann.http.delete(vault.path() + "/grants/" + grant));
    assertThat(ben.http.download(contentPath(ready), Map.of()).status()).isEqualTo(404);
  }

  @Test
  void nobody_is_served_without_signing_in() {
    var stranger = Http.to(io.vaultplatform.launcher.Product.WITNESS_VAULT);
    for (var path : List.of("/api/v1/vaults", vault.path(), vault.path() + "/documents")) {
      assertThat(stranger.get(path).status()).isEqualTo(401);
    }
  }

  private static Http.Answer offer(Owner.Ready ready) {
    return offer(ready.offer());
  }

  private static Http.Answer offer(Map<String, Object> offer) {
    return ann.http.post(vault.path() + "/documents", offer);
  }

  private static Owner.Ready stored(Owner.Ready ready) {
    expect(201, offer(ready));
    expect(200, ann.http.upload(ready.payloadPath(), 0, ready.payload()));
    return ready;
  }

  private static void refused(Http.Answer answer, int status, String field) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("field").asText()).isEqualTo(field);
    assertThat(answer.json().get("correlationId").asText()).isNotBlank();
  }

  private static String contentPath(Owner.Ready ready) {
    return vault.path() + "/documents/" + ready.item().document() + "/content";
  }

  private static String text(String plain) {
    return Base64Url.encode(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(Digest.sha256(new byte[size])[0]).nextBytes(bytes);
    return bytes;
  }
}
