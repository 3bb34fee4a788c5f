package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.vaultplatform.core.audit.Flaw;
import io.vaultplatform.core.audit.LogEvidence;
import io.vaultplatform.core.audit.LogVerifier;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.launcher.Product;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The log as a person sees it over HTTP, and what they can prove with it afterwards without us. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditApiIT {
  private static final String LOG = "/api/v1/audit";

  private final Http anybody = Http.to(Product.WITNESS_VAULT);
  private final String name = "audit-" + UUID.randomUUID().toString().substring(0, 13);
  private final String authKey = Base64Url.encode(Randomness.bytes(32));
  private final Http owner;

  AuditApiIT() {
    owner = register();
  }

  private Http register() {
    var made = anybody.post("/api/v1/accounts", Owner.registration(name, authKey));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var tokens = anybody.post("/api/v1/sessions", Map.of("name", name, "authKey", authKey));
    assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
    return anybody.with(tokens.json().path("accessToken").asText());
  }

  private List<String> types(String query) {
    var types = new ArrayList<String>();
    items(query).forEach(item -> types.add(item.path("type").asText()));
    return types;
  }

  private JsonNode items(String query) {
    var page = owner.get(LOG + query);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.json().path("items");
  }

  @Test
  void what_happens_to_an_account_is_in_its_log_refused_attempts_too() {
    var wrong =
        anybody.post(
            "/api/v1/sessions",
            Map.of("name", name, "authKey", Base64Url.encode(Randomness.bytes(32))));
    assertThat(wrong.status()).isEqualTo(401);

    // Behind the answer, which takes no longer for a name that exists.
    var entered =
        Someone.eventually(
            "an entry of the refusal",
            () -> Optional.of(types("")).filter(types -> types.contains("sign_in_refused")));
    assertThat(entered).contains("account_created", "key_published", "signed_in");
    assertThat(types("?type=signed_in")).containsOnly("signed_in");
    assertThat(types("?from=2100-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void pages_follow_one_another_by_cursor() {
    var all = types("");
    var first = owner.get(LOG + "?limit=1").json();
    var second = owner.get(LOG + "?limit=1&cursor=" + first.path("next").asText()).json();

    assertThat(first.path("items")).hasSize(1);
    assertThat(second.path("items").path(0).path("sequence").asLong()).isEqualTo(2);
    assertThat(second.path("items").path(0).path("type").asText()).isEqualTo(all.get(1));
  }

  @Test
  void a_question_that_makes_no_sense_is_refused_by_its_field() {
    refused("?limit=0", "limit");
    refused("?limit=100000", "limit");
    refused("?cursor=-1", "cursor");
    refused("?type=no_such_type", "type");
    refused("?from=yesterday", "from");
    refused("?to='%20OR%20true--", "to");
    refused("?from=%2B1000000-01-01T00:00:00Z", "from");
    refused("?to=%2B1000000000-12-31T23:59:59.999999999Z", "to");
    refused("?from=2027-01-31T12:00:00%2B02:00", "from");
    for (var member : List.of("actor", "resource", "resourceType")) {
      refused("?" + member + "=%00", member);
      refused("?" + member + "=%0a", member);
      refused("?" + member + "=" + "x".repeat(121), member);
    }
    assertThat(types("?actor='%20OR%20true--")).isEmpty();
  }

  private void refused(String query, String field) {
    var answer = owner.get(LOG + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("field").asText()).isEqualTo(field);
  }

  @Test
  void nobody_reads_another_log_and_a_stranger_none_at_all() {
    assertThat(anybody.get(LOG).status()).isEqualTo(401);
    assertThat(anybody.get(LOG + "/export").status()).isEqualTo(401);
    for (var part : List.of("", "/export", "/receipts/1")) {
      var path = "/api/v1/vaults/" + UUID.randomUUID() + "/audit" + part;
      assertThat(owner.get(path).status()).as(path).isEqualTo(404);
    }
    var noUuid = owner.get("/api/v1/vaults/Mara/audit");
    assertThat(noUuid.status()).isEqualTo(400);
    assertThat(noUuid.json().path("field").asText()).isEqualTo("vault");
    assertThat(noUuid.body()).as("what was sent is not quoted").doesNotContain("Mara");
    assertThat(owner.get(LOG + "/receipts/999").status()).isEqualTo(404);
  }

  @Test
  void an_export_is_checked_without_the_server_and_a_tampered_one_is_refused_at_the_right_entry() {
    var signer = new VerificationKey(anybody.get(LOG + "/signer").json().path("key").asText());
    var receipt = receipt(2);
    var export = owner.get(LOG + "/export");
    assertThat(export.status()).isEqualTo(200);
    assertThat(export.header("Content-Type")).startsWith("application/jsonl");

    assertThat(verify(export.body(), signer, receipt))
        .isInstanceOfSatisfying(
            LogEvidence.Intact.class,
            intact -> {
              assertThat(intact.count()).isEqualTo(types("").size());
              assertThat(intact.receipts()).isEqualTo(1);
            });
    assertThat(types("")).last().isEqualTo("export_made");

    var lines = new ArrayList<>(export.body().lines().toList());
    lines.set(2, lines.get(2).replaceFirst("\"epoch\":1", "\"epoch\":2"));
    assertThat(lines.get(2)).isNotEqualTo(export.body().lines().toList().get(2));
    broken(verify(String.join("\n", lines) + "\n", signer, receipt), 2, Flaw.EDITED);

    var cut = new ArrayList<>(export.body().lines().toList());
    cut.remove(2);
    broken(verify(String.join("\n", cut) + "\n", signer, receipt), 2, Flaw.DELETED);
  }

  // Members may come in any order over HTTP; what is signed is the canonical form.
  private Receipt receipt(int sequence) {
    var tree =
        Http.JSON.convertValue(
            owner.get(LOG + "/receipts/" + sequence).json(),
            new TypeReference<Map<String, Object>>() {});
    return Receipt.of(CanonicalJson.parse(CanonicalJson.bytes(tree)));
  }

  private static LogEvidence verify(String export, VerificationKey signer, Receipt receipt) {
    return LogVerifier.verify(
        new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)),
        Set.of(signer),
        Optional.empty(),
        List.of(receipt));
  }

  private static void broken(LogEvidence evidence, long index, Flaw flaw) {
    assertThat(evidence)
        .isInstanceOfSatisfying(
            LogEvidence.Broken.class,
            broken -> {
              assertThat(broken.index()).as(broken.why()).isEqualTo(index);
              assertThat(broken.flaw()).isEqualTo(flaw);
            });
  }
}
