package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.people.TrusteeAcceptance;
import io.vaultplatform.core.people.TrusteeId;
import io.vaultplatform.launcher.Product;
import io.vaultplatform.system.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  @ParameterizedTest
  @ValueSource(strings = {"/l/recipient/x", "/l/recipient-file", "/l/recipient-key"})
  void what_is_no_form_of_a_page_is_refused_by_a_page_and_breaks_nothing(String path) {
    var large = "code=" + "x".repeat(20 << 20);
    for (var form : List.of("code=%zz", "session=%zz", "code=1&code=2", "file=1&file=%", "a=%")) {
      refusedPage(post(path, form), 400, 410);
    }
    refusedPage(post(path, "a=1&".repeat(10_001)), 410, 413);
    refusedPage(post(path, large), 410, 413);
    refusedPage(
        server.send("POST", path, BodyPublishers.ofString("code=1"), "text/plain"), 400, 410);
    refusedPage(post(path, ""), 410, 410);
  }

  private static void refusedPage(Answer answer, int either, int or) {
    assertThat(answer.status()).as(answer.body()).isIn(either, or);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.body()).contains("</html>").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b;q=zz", "application/json;q=", "application/json;q=1.5", ";", "json", ""})
  void a_header_that_is_no_media_type_is_named_before_anybody_is_asked_who_they_are(String bad) {
    for (var path : List.of("/api/v1/accounts/me", "/api/v1/nothing-here", "/api/v1/sessions")) {
      var accept = Map.of("Accept", bad.isEmpty() ? "," : bad);
      var none = BodyPublishers.noBody();
      problem(server.send("GET", path, none, "application/json", accept), 400, "Accept");
      problem(
          server.send("POST", path, BodyPublishers.ofString("{}"), bad, Map.of()),
          400,
          "Content-Type");
    }
  }

  @Test
  void what_a_client_usually_accepts_is_no_fault_of_it() {
    for (var usual : List.of("*/*", "text/html, *; q=.2, */*; q=.2", "application/json;q=0.5")) {
      var answer =
          server.send(
              "GET",
              "/api/v1/jwks",
              BodyPublishers.noBody(),
              "application/json",
              Map.of("Accept", usual));
      assertThat(answer.status()).as(usual).isEqualTo(200);
    }
    var other =
        server.send(
            "GET",
            "/api/v1/jwks",
            BodyPublishers.noBody(),
            "application/json",
            Map.of("Accept", "image/png"));
    problem(other, 406, null);
    var typed =
        server.send(
            "POST", "/api/v1/sessions", BodyPublishers.ofString("{}"), "image/png", Map.of());
    problem(typed, 415, null);
  }

  @Test
  void what_is_made_is_where_its_location_says_whatever_host_was_asked_for() {
    var owner = Owner.registered();
    var friend = Owner.registered();
    var vault = owner.vault();
    var made = new ArrayList<Answer>();
    made.add(
        owner.http.post(
            "/api/v1/vaults", Map.of("label", Base64Url.encode(age(owner)), "suite", "classic")));
    made.add(
        owner.http.post(
            vault.path() + "/trustees", Map.of("alias", "Ted", "address", "ted@example.org")));
    made.add(
        owner.http.post(
            vault.path() + "/recipients",
            Map.of(
                "alias",
                "Rose",
                "address",
                "rose@example.org",
                "recipient",
                AgeIdentity.generate(Suite.CLASSIC).recipient().text(),
                "codeHash",
                "rc1.AAECAwQFBgcICQoLDA0ODw." + "0".repeat(64))));
    made.add(owner.http.post(vault.path() + "/triggers", Map.of("plan", TriggerApiIT.PLAN)));
    for (var answer : made) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      assertThat(answer.header("Location")).startsWith("/api/v1/vaults/");
      assertThat(owner.http.get(answer.header("Location")).status()).isEqualTo(200);
    }
    var ready = owner.document(vault, EncryptionClass.A, new byte[] {1}, List.of(vault.platform()));
    var offered = owner.http.post(vault.path() + "/documents", ready.offer());
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
    assertThat(offered.header("Location")).isEqualTo(ready.payloadPath());
    assertThat(owner.http.head(offered.header("Location")).header("Upload-Offset")).isEqualTo("0");
    var grant =
        Map.of("who", friend.account.toString(), "what", Map.of("kind", "vault"), "right", "see");
    var given = owner.http.post(vault.path() + "/grants", grant);
    assertThat(given.status()).as(given.body()).isEqualTo(201);
    // One grant is read in the list; at its own address it is withdrawn.
    assertThat(owner.http.delete(given.header("Location")).status()).isEqualTo(200);
  }

  @Test
  void a_new_account_is_where_its_keys_are() {
    var made = Owner.registration("made-" + UUID.randomUUID().toString().substring(0, 8));
    var answer = server.post("/api/v1/accounts", made);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(Owner.registered().http.get(answer.header("Location")).status()).isEqualTo(200);
  }

  private static byte[] age(Owner owner) {
    return AgeFile.encrypt(new byte[] {1}, Set.of(owner.identity.recipient()));
  }

  @Test
  void a_refusal_names_members_as_the_client_does_and_no_class_of_ours() {
    var owner = Owner.registered();
    var documents = owner.vault().path() + "/documents";
    problem(owner.http.post(documents, "{\"class\":null}"), 400, null);
    var ready = owner.document(owner.vault(), EncryptionClass.A, new byte[] {1}, List.of());
    var without = new HashMap<>(ready.offer());
    without.remove("class");
    problem(owner.http.post(documents, without), 400, "class");
    var signature = Map.of("alg", "Ed25519", "key", "x", "sig", "x");
    var fraction = Map.of("v", 1, "body", Map.of("x", 1.5), "signatures", List.of(signature));
    var offered = owner.http.post(documents, ready.offerWith("manifest", fraction));
    problem(offered, 400, "manifest");
    assertThat(offered.body()).doesNotContain("java").contains("numbers are integers");
    var accepted =
        server.post(
            "/api/v1/links/trustee/accept", Map.of("token", FOREIGN, "acceptance", fraction));
    assertThat(accepted.status()).isBetween(400, 499);
    assertThat(accepted.body()).doesNotContain("java");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "01", "%2B1", "%D9%A1", "1.0", "-1", "%201"})
  void a_number_has_one_spelling_in_every_address(String number) {
    var owner = Owner.registered();
    var documents = owner.vault().path() + "/documents";
    problem(owner.http.get(documents + "?limit=" + number), 400, "limit");
    var version = documents + "/" + UUID.randomUUID() + "/versions/" + number + "/payload";
    assertThat(owner.http.head(version).status()).isEqualTo(400);
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
    for (var page : List.of("/", "/l/check-in/x", "/l/recipient/x", "/api/v1/sessions")) {
      var unknown = server.send("FOO", page, BodyPublishers.noBody(), "application/json");
      assertThat(unknown.status()).as("FOO " + page).isEqualTo(405);
    }
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

    var ted =
        acceptance(
            token,
            vault.id(),
            trustee,
            AgeIdentity.generate(Suite.CLASSIC),
            SigningKey.generate(Suite.HYBRID));
    assertThat(ted.status()).as(ted.body()).isEqualTo(200);
    var eve =
        acceptance(
            token,
            vault.id(),
            trustee,
            AgeIdentity.generate(Suite.CLASSIC),
            SigningKey.generate(Suite.HYBRID));
    problem(eve, 410, null);
    assertThat(state(owner, vault)).isEqualTo("confirmed");
  }

  private Answer acceptance(
      String token, VaultId vault, TrusteeId trustee, AgeIdentity identity, SigningKey signing) {
    var body =
        new TrusteeAcceptance(
            vault, trustee, RecipientKeys.of(identity.recipient()), signing.verificationKey());
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
