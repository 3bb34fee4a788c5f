package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.BundleStatement;
import io.vaultplatform.launcher.Product;
import io.vaultplatform.system.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Registering and signing in on the running server, as a client that has not read our code would.
 */
class SignInIT {
  private final Http server = Http.to(Product.WITNESS_VAULT);
  private final String name = "ann-" + UUID.randomUUID();
  private final String authKey = Base64Url.encode(Randomness.bytes(32));
  private static final String BUNDLE = "/api/v1/accounts/me/bundle";
  private final SigningKey signing = SigningKey.generate(Suite.HYBRID);
  private final Map<String, Object> registration = Owner.registration(name, authKey, signing);

  @BeforeEach
  void ann_registers() {
    var answer = server.post("/api/v1/accounts", registration);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void a_token_opens_the_account_and_signing_out_closes_it_at_once() {
    var signedIn = server.with(signIn().json().get("accessToken").asText());
    var me = signedIn.get("/api/v1/accounts/me");
    assertThat(me.status()).as(me.body()).isEqualTo(200);
    assertThat(me.json().get("name").asText()).isEqualTo(name);
    assertThat(me.json().get("bundle").asText()).isEqualTo(registration.get("bundle"));
    assertThat(me.header("ETag")).isEqualTo("\"1\"");
    assertThat(me.header("Cache-Control")).isEqualTo("no-store");
    assertThat(me.header("RateLimit-Limit")).isNotEmpty();
    assertThat(signedIn.delete("/api/v1/sessions/current").status()).isEqualTo(204);
    problem(signedIn.get("/api/v1/accounts/me"), 401, null);
  }

  @Test
  void whoever_is_signed_in_finds_published_keys_by_account_and_by_fingerprint() {
    var signedIn = server.with(signIn().json().get("accessToken").asText());
    var account = signedIn.get("/api/v1/accounts/me").json().get("account").asText();
    var keys = signedIn.get("/api/v1/keys/" + account);
    assertThat(keys.json().get("recipient").asText()).isEqualTo(registration.get("recipient"));
    var again = signedIn.get("/api/v1/keys/" + keys.json().get("fingerprint").asText());
    assertThat(again.json()).isEqualTo(keys.json());
    problem(signedIn.get("/api/v1/keys/" + UUID.randomUUID()), 404, null);
    problem(signedIn.get("/api/v1/keys/x'%20OR%201=1"), 400, "accountOrKey");
    problem(server.get("/api/v1/keys/" + account), 401, null);
  }

  @Test
  void the_key_set_is_public_and_holds_nothing_private() {
    for (var path : List.of("/api/v1/jwks", "/.well-known/jwks.json")) {
      var answer = server.get(path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("keys").get(0).get("kty").asText()).isEqualTo("EC");
      assertThat(answer.body()).doesNotContain("\"d\"");
    }
  }

  @Test
  void tokens_that_are_not_ours_count_for_nothing() {
    var good = signIn().json().get("accessToken").asText();
    var parts = good.split("\\.", -1);
    var none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    for (var bad :
        List.of(
            "x",
            parts[0] + "." + parts[1] + ".",
            none + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse())) {
      assertThat(server.with(bad).get("/api/v1/accounts/me").status()).as(bad).isEqualTo(401);
    }
  }

  @Test
  void a_refresh_token_counts_once_and_its_second_use_ends_the_session() {
    var first = signIn().json();
    var renewed =
        server.post(
            "/api/v1/sessions/refresh", Map.of("refreshToken", first.get("refreshToken").asText()));
    assertThat(renewed.status()).isEqualTo(200);
    problem(
        server.post(
            "/api/v1/sessions/refresh", Map.of("refreshToken", first.get("refreshToken").asText())),
        401,
        null);
    assertThat(
            server
                .with(renewed.json().get("accessToken").asText())
                .get("/api/v1/accounts/me")
                .status())
        .isEqualTo(401);
  }

  @Test
  void a_lost_machine_is_seen_among_the_sessions_and_ended_from_another() {
    var lost = server.with(signIn().json().get("accessToken").asText());
    var third = server.with(signIn().json().get("accessToken").asText());
    var here = server.with(signIn().json().get("accessToken").asText());
    var listed = here.get("/api/v1/sessions");
    assertThat(listed.status()).as(listed.body()).isEqualTo(200);
    var items = listed.json().get("items");
    assertThat(items).hasSize(3);
    assertThat(items.get(0).get("current").asBoolean()).isTrue();
    assertThat(items.get(2).get("current").asBoolean()).isFalse();
    var ofLost = "/api/v1/sessions/" + items.get(2).get("session").asText();
    problem(Owner.registered().http.delete(ofLost), 404, "session");
    assertThat(lost.get("/api/v1/accounts/me").status()).isEqualTo(200);
    assertThat(here.delete(ofLost).status()).isEqualTo(204);
    problem(lost.get("/api/v1/accounts/me"), 401, null);
    problem(here.delete(ofLost), 404, "session");
    assertThat(here.delete("/api/v1/sessions/others").status()).isEqualTo(204);
    problem(third.get("/api/v1/accounts/me"), 401, null);
    assertThat(here.get("/api/v1/sessions").json().get("items")).hasSize(1);
    problem(server.get("/api/v1/sessions"), 401, null);
  }

  @Test
  void requests_of_nobody_are_counted_as_well() {
    var refused = server.get("/api/v1/accounts/me");
    problem(refused, 401, null);
    assertThat(refused.header("RateLimit-Remaining")).isNotEmpty();
  }

  @Test
  void unknown_names_and_wrong_keys_get_one_answer_and_guessing_has_to_wait() {
    var wrong = Map.of("name", name, "authKey", Base64Url.encode(Randomness.bytes(32)));
    var unknown = Map.of("name", "nobody-" + UUID.randomUUID(), "authKey", authKey);
    var one = server.post("/api/v1/sessions", wrong);
    var other = server.post("/api/v1/sessions", unknown);
    problem(one, 401, null);
    problem(other, 401, null);
    assertThat(one.json().get("detail")).isEqualTo(other.json().get("detail"));
    var last = one;
    for (int i = 0; i < 8 && last.status() == 401; i++) {
      last = server.post("/api/v1/sessions", wrong);
    }
    problem(last, 429, null);
    assertThat(Integer.parseInt(last.header("Retry-After"))).isPositive();
  }

  @Test
  void parameters_of_an_unknown_name_look_real_and_stay_the_same() {
    var path = "/api/v1/accounts/parameters?name=nobody-" + UUID.randomUUID();
    var answer = server.get(path);
    assertThat(answer.json().get("kdf").asText()).isEqualTo("$argon2id$v=19$m=65536,t=3,p=1");
    assertThat(server.get(path).json()).isEqualTo(answer.json());
    assertThat(server.get("/api/v1/accounts/parameters?name=" + name).json().get("salt").asText())
        .isEqualTo(registration.get("salt"));
    problem(server.get("/api/v1/accounts/parameters"), 400, "name");
    problem(server.get("/api/v1/accounts/parameters?name=%3Cscript%3E"), 400, "name");
  }

  @Test
  void the_bundle_is_replaced_only_against_the_version_that_was_seen() {
    var signedIn = server.with(signIn().json().get("accessToken").asText());
    var account = signedIn.get("/api/v1/accounts/me").json().get("account").asText();
    var bundle = String.valueOf(Owner.registration("other", authKey).get("bundle"));
    var next = replacing(account, bundle, 1);
    problem(signedIn.put(BUNDLE, next, Map.of()), 400, "If-Match");
    var ninth = replacing(account, bundle, 9);
    problem(signedIn.put(BUNDLE, ninth, Map.of("If-Match", "\"9\"")), 412, "If-Match");
    // A session alone, or a signature for another version: the keys stay.
    problem(
        signedIn.put(BUNDLE, Map.of("bundle", bundle), Map.of("If-Match", "\"1\"")),
        400,
        "statement");
    problem(signedIn.put(BUNDLE, ninth, Map.of("If-Match", "\"1\"")), 422, "statement");
    var replaced = signedIn.put(BUNDLE, next, Map.of("If-Match", "\"1\""));
    assertThat(replaced.status()).as(replaced.body()).isEqualTo(204);
    assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
    var noFile = replacing(account, "bm90IGFnZQ", 2);
    problem(signedIn.put(BUNDLE, noFile, Map.of("If-Match", "\"2\"")), 400, "bundle");
  }

  private Map<String, Object> replacing(String account, String bundle, long replaces) {
    var statement =
        new BundleStatement(
            new AccountId(UUID.fromString(account)), replaces, Bytes.of(Base64Url.decode(bundle)));
    return Map.of("bundle", bundle, "statement", statement.sign(signing).toTree());
  }

  @Test
  void a_bad_registration_names_the_member_and_makes_no_account() {
    var fresh = "eve-" + UUID.randomUUID();
    for (var bad :
        Map.<String, Object>of(
                "name",
                "Eve'; DROP TABLE accounts --",
                "kdf",
                "$argon2id$v=19$m=8,t=1,p=1",
                "salt",
                "AAAA",
                "authKey",
                "AAAA",
                "recipient",
                "age1notakey",
                "signingKey",
                "ed25519:AAAA",
                "bundle",
                "bm90IGFnZQ",
                "slots",
                "AAAA",
                "verifiers",
                "AAAA")
            .entrySet()) {
      var asked = new HashMap<>(Owner.registration(fresh, authKey));
      asked.put(bad.getKey(), bad.getValue());
      problem(server.post("/api/v1/accounts", asked), 400, bad.getKey());
      asked.remove(bad.getKey());
      problem(server.post("/api/v1/accounts", asked), 400, bad.getKey());
    }
    var unknown = new HashMap<>(Owner.registration(fresh, authKey));
    unknown.put("admin", true);
    problem(server.post("/api/v1/accounts", unknown), 400, "admin");
    var answer = server.post("/api/v1/accounts", Owner.registration(fresh, authKey));
    assertThat(answer.status()).as("the name is still free").isEqualTo(201);
  }

  @Test
  void bodies_that_are_no_json_too_large_or_of_another_type_are_refused() {
    problem(server.post("/api/v1/sessions", "{\"name\":"), 400, "body");
    problem(server.post("/api/v1/sessions", "{\"name\":\"a\",\"name\":\"b\"}"), 400, "name");
    problem(server.post("/api/v1/sessions", "[".repeat(100_000)), 400, "body");
    problem(
        server.post("/api/v1/sessions", "{\"name\":\"" + "x".repeat(10 << 20) + "\"}"),
        413,
        "body");
    problem(
        server.send(
            "POST",
            "/api/v1/sessions",
            BodyPublishers.ofString("name=ann"),
            "application/x-www-form-urlencoded"),
        415,
        null);
    problem(server.get("/api/v1/sessions/refresh"), 405, null);
    problem(server.get("/api/v1/nothing/here"), 404, null);
  }

  @Test
  void a_registration_sent_twice_with_one_key_makes_one_account() {
    var twice = Owner.registration("twice-" + UUID.randomUUID(), authKey);
    var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    var first = server.post("/api/v1/accounts", twice, key);
    var second = server.post("/api/v1/accounts", twice, key);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    problem(
        server.post("/api/v1/accounts", Owner.registration("x-" + UUID.randomUUID(), authKey), key),
        422,
        "Idempotency-Key");
    problem(server.post("/api/v1/accounts", twice), 409, "name");
  }

  private Answer signIn() {
    var answer = server.post("/api/v1/sessions", Map.of("name", name, "authKey", authKey));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static void problem(
      Answer answer, int status, @org.jspecify.annotations.Nullable String field) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    var document = answer.json();
    assertThat(document.get("status").asInt()).isEqualTo(status);
    assertThat(document.get("correlationId").asText())
        .isEqualTo(answer.header("X-Correlation-Id"))
        .isNotEmpty();
    if (field != null) {
      assertThat(document.path("field").asText()).isEqualTo(field);
    }
    assertThat(answer.body())
        .doesNotContain("Exception")
        .doesNotContain("<script")
        .doesNotContain("DROP TABLE");
  }
}
