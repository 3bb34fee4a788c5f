package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.people.TrusteeAcceptance;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.launcher.Product;
import io.vaultplatform.system.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, over HTTP: each gets its sentence, names its field, changes nothing. */
class BadInputIT {
  private static final String MARKUP = "<img src=x onerror=alert(1)>'; DROP TABLE t;--";
  private static final String FOREIGN = Base64Url.encode(Randomness.bytes(32));
  private static final Pattern LINK = Pattern.compile("/l/trustee/([A-Za-z0-9_-]{43})");

  private final Http server = Http.to(Product.WITNESS_VAULT);

  @ParameterizedTest
  @ValueSource(strings = {"/l/check-in/", "/l/address/", "/l/trustee/", "/l/recipient/"})
  void a_link_that_is_none_gets_one_page_whatever_is_wrong_with_it(String page) {
    var known = server.get(page + FOREIGN);
    assertThat(known.status()).isEqualTo(410);
    // The server itself refuses a NUL in a path, before any page is asked.
    assertThat(server.get(page + "%00").status()).isEqualTo(400);
    for (var bad : List.of("", "x", "%3Cscript%3E", FOREIGN + "A", "x".repeat(2000))) {
      var answer = server.get(page + bad);
      assertThat(answer.status()).as(bad).isEqualTo(410);
      assertThat(answer.body()).isEqualTo(known.body()).doesNotContain("<script");
      assertThat(post(page + bad, "code=0000-0000-0000-0000").status()).as(bad).isIn(405, 410);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/links/check-in",
        "/api/v1/links/trustee/invitation",
        "/api/v1/links/trustee/case"
      })
  void a_link_that_is_none_gets_one_answer_behind_every_page(String path) {
    for (var bad : List.of("", "x", FOREIGN, FOREIGN + "A", MARKUP, "x".repeat(2000))) {
      problem(server.post(path, Map.of("token", bad)), 410, null);
    }
    problem(server.post(path, "{\"token\":\"\\u0000\"}"), 400, "token");
    problem(server.post(path, "{\"token\":\"\\ud800\"}"), 400, "token");
    problem(server.post(path, Map.of()), 400, "token");
    problem(server.post(path, "{\"token\":\"" + "x".repeat(10 << 20) + "\"}"), 413, "body");
  }

  @Test
  void a_recipients_door_tells_no_difference_between_links_that_are_none() {
    var path = "/api/v1/recipient/releases";
    var foreign = server.post(path, Map.of("token", FOREIGN, "code", "0000-0000-0000-0000"));
    for (var bad : List.of("", "x", MARKUP)) {
      var answer = server.post(path, Map.of("token", bad, "code", MARKUP));
      assertThat(answer.status()).isEqualTo(foreign.status());
      assertThat(answer.json().get("detail")).isEqualTo(foreign.json().get("detail"));
    }
    problem(server.post(path, "{\"token\":\"x\",\"code\":\"\\u0000\"}"), 400, "code");
    var content =
        server.post(
            path + "/content",
            Map.of("session", FOREIGN, "document", UUID.randomUUID().toString()));
    problem(content, 401, null);
  }

  @Test
  void an_id_has_one_spelling_in_every_path() {
    var owner = Owner.registered();
    for (var part : List.of("triggers", "trustees", "recipients", "grants", "documents", "audit")) {
      problem(owner.http.get("/api/v1/vaults/1-1-1-1-1/" + part), 400, "vault");
    }
    var vault = owner.vault().path();
    problem(owner.http.get(vault + "/triggers/1-1-1-1-1"), 400, "trigger");
    problem(owner.http.get(vault + "/trustees/1-1-1-1-1"), 400, "trustee");
  }

  @Test
  void a_foreign_vault_and_an_unknown_one_are_the_same_everywhere() {
    var foreign = Owner.registered().vault().path();
    var unknown = "/api/v1/vaults/" + UUID.randomUUID();
    var owner = Owner.registered();
    for (var part : List.of("", "/triggers", "/trustees", "/recipients", "/grants", "/documents")) {
      var one = owner.http.get(foreign + part);
      var other = owner.http.get(unknown + part);
      problem(one, 404, "vault");
      problem(other, 404, "vault");
      assertThat(one.json().get("detail")).isEqualTo(other.json().get("detail"));
    }
    var attempts = owner.http.get("/api/v1/audit?type=request_refused").json();
    assertThat(attempts.get("items"))
        .as("whoever tries has it in their log")
        .extracting(item -> item.at("/resource/id").asText())
        .contains(foreign.substring(foreign.lastIndexOf('/') + 1));
  }

  @Test
  void a_grant_that_nothing_would_keep_is_refused_by_its_member() {
    var owner = Owner.registered();
    var friend = Owner.registered();
    var grants = owner.vault().path() + "/grants";
    var good = new HashMap<String, Object>();
    good.put("who", friend.account.toString());
    good.put("what", Map.of("kind", "vault"));
    good.put("right", "see");
    refusedGrant(owner, grants, good, "until", "+1000000-01-01T00:00:00Z", "until");
    refusedGrant(owner, grants, good, "from", "+1000000-01-01T00:00:00Z", "from");
    refusedGrant(owner, grants, good, "right", "manage", "right");
    refusedGrant(owner, grants, good, "afterRelease", UUID.randomUUID(), "afterRelease");
    refusedGrant(
        owner,
        grants,
        good,
        "what",
        Map.of("kind", "document", "id", UUID.randomUUID()),
        "what.id");
    var nearly = new HashMap<>(good);
    nearly.put("from", "2027-01-31T12:00:00.0000001Z");
    nearly.put("until", "2027-01-31T12:00:00.0000002Z");
    problem(owner.http.post(grants, nearly), 400, "until");
    assertThat(owner.http.get(grants).json().get("items")).isEmpty();
    assertThat(owner.http.post(grants, good).status()).isEqualTo(201);
  }

  private static void refusedGrant(
      Owner owner,
      String grants,
      Map<String, Object> good,
      String member,
      Object value,
      String field) {
    var bad = new HashMap<>(good);
    bad.put(member, value);
    problem(owner.http.post(grants, bad), 400, field);
  }

  @Test
  void an_idempotency_key_is_its_accounts_own_and_stands_for_one_request() {
    var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    var owner = Owner.registered();
    var trustees = owner.vault().path() + "/trustees";
    var ted = Map.of("alias", "Ted", "address", "ted@example.org");
    assertThat(owner.http.post(trustees, ted, key).status()).isEqualTo(201);
    assertThat(owner.http.post(trustees, ted, key).header("Idempotent-Replayed")).isEqualTo("true");
    var other = Map.of("alias", "Tom", "address", "tom@example.org");
    problem(owner.http.post(trustees, other, key), 422, "Idempotency-Key");
    assertThat(owner.http.get(trustees).json().get("items")).hasSize(1);
    var stranger = Owner.registered();
    var theirs = stranger.vault().path() + "/trustees";
    var made = stranger.http.post(theirs, other, key);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Idempotent-Replayed")).isEmpty();
    problem(
        stranger.http.post(trustees, ted, Map.of("Idempotency-Key", "a b")),
        400,
        "Idempotency-Key");
  }

  @Test
  void other_methods_open_nothing() {
    for (var path : List.of("/api/v1/accounts/me", "/api/v1/sessions", "/")) {
      var traced = server.send("TRACE", path, BodyPublishers.noBody(), "application/json");
      assertThat(traced.status()).as("TRACE " + path).isGreaterThanOrEqualTo(400);
      assertThat(traced.body()).doesNotContain("TRACE /");
      var options = server.send("OPTIONS", path, BodyPublishers.noBody(), "application/json");
      assertThat(options.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void markup_in_an_alias_is_text_on_the_page_that_shows_it() throws Exception {
    var owner = Owner.registered();
    var address = "owner-" + UUID.randomUUID() + "@example.org";
    var set =
        owner.http.put(
            "/api/v1/accounts/me/address", Map.of("address", address, "alias", MARKUP), Map.of());
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    var trustee = "ted-" + UUID.randomUUID() + "@example.org";
    var invited =
        owner.http.post(
            owner.vault().path() + "/trustees", Map.of("alias", MARKUP, "address", trustee));
    assertThat(invited.status()).as(invited.body()).isEqualTo(201);
    var page = server.get("/l/trustee/" + token(trustee));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
  }

  @Test
  void nobody_becomes_a_trustee_of_their_own_vault_and_a_used_invitation_is_nobody_elses()
      throws Exception {
    var owner = Owner.registered();
    var vault = owner.vault();
    var address = "ted-" + UUID.randomUUID() + "@example.org";
    owner.http.post(vault.path() + "/trustees", Map.of("alias", "Ted", "address", address));
    var token = token(address);
    var asked = server.post("/api/v1/links/trustee/invitation", Map.of("token", token)).json();
    var trustee = new TrusteeId(UUID.fromString(asked.get("trustee").asText()));

    var own = acceptance(token, vault.id(), trustee, owner.identity, owner.signing);
    problem(own, 403, "acceptance");
    assertThat(state(owner, vault)).isEqualTo("invited");
    var log = owner.http.get(vault.path() + "/audit?type=request_refused").json().get("items");
    assertThat(log).hasSize(1);

    var ted = acceptance(token, vault.id(), trustee, AgeIdentity.generate(), SigningKey.generate());
    assertThat(ted.status()).as(ted.body()).isEqualTo(200);
    var eve = acceptance(token, vault.id(), trustee, AgeIdentity.generate(), SigningKey.generate());
    problem(eve, 410, null);
    assertThat(state(owner, vault)).isEqualTo("confirmed");
  }

  private Answer acceptance(
      String token, VaultId vault, TrusteeId trustee, AgeIdentity identity, SigningKey signing) {
    var body =
        new TrusteeAcceptance(vault, trustee, identity.recipient(), signing.verificationKey());
    return server.post(
        "/api/v1/links/trustee/accept",
        Map.of("token", token, "acceptance", Signed.sign(body.toBody(), signing).toTree()));
  }

  private static String state(Owner owner, Owner.MyVault vault) {
    var trustees = owner.http.get(vault.path() + "/trustees").json().get("items");
    return trustees.get(0).get("state").asText();
  }

  private static String token(String address) throws Exception {
    var mailbox = Http.at("http://localhost:" + RealParts.whole().settings().mailboxPort());
    var end = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(end)) {
      for (var mail : mailbox.get("/mails").json()) {
        var link = LINK.matcher(mail.path("text").asText());
        if (mail.path("to").asText().contains(address) && link.find()) {
          return link.group(1);
        }
      }
      Thread.sleep(500);
    }
    throw new AssertionError("no letter came");
  }

  private Answer post(String path, String form) {
    return server.send(
        "POST", path, BodyPublishers.ofString(form), "application/x-www-form-urlencoded");
  }

  private static void problem(Answer answer, int status, @Nullable String field) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    if (field != null) {
      assertThat(answer.json().path("field").asText()).isEqualTo(field);
    }
    assertThat(answer.body()).doesNotContain("Exception", "<img", "DROP TABLE");
  }
}
