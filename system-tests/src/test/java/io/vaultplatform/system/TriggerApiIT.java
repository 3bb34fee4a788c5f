package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import io.vaultplatform.system.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans over HTTP: what is refused names the member, changes nothing, and says why. */
class TriggerApiIT {
  static final Map<String, Object> PLAN =
      Map.ofEntries(
          Map.entry("format", "vault/trigger-plan/v1"),
          Map.entry("type", "dead_man_switch"),
          Map.entry("interval", "P7D"),
          Map.entry("grace", "P3D"),
          Map.entry(
              "reminders",
              Map.of("before", List.of("P1D"), "every", "P1D", "arriveWithin", "PT6H")),
          Map.entry("signalsNeeded", 2),
          Map.entry("verifyWithin", "P7D"),
          Map.entry("challengeWindow", "P3D"),
          Map.entry("stages", List.of(Map.of("window", "P1D"))),
          Map.entry("uncertainty", "hold"),
          Map.entry("trustees", 3),
          Map.entry("confirmations", 2),
          Map.entry("shares", 2));

  private final Owner owner = Owner.registered();
  private final String triggers = owner.vault().path() + "/triggers";

  @Test
  void a_plan_is_drafted_read_and_changed_by_the_version_that_was_seen() {
    var made = owner.http.post(triggers, Map.of("plan", PLAN));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().get("state").asText()).isEqualTo("draft");
    var path = triggers + "/" + made.json().get("trigger").asText();
    var seen = owner.http.get(path);
    assertThat(seen.header("ETag")).isEqualTo("\"1\"");
    assertThat(seen.json().get("plan")).isEqualTo(Http.JSON.valueToTree(PLAN));
    assertThat(seen.json().get("epoch").asLong()).isZero();
    var listed = owner.http.get(triggers).json().get("items");
    assertThat(listed).hasSize(1);
    var other = with("interval", "P14D");
    problem(put(path, other, null), 400, "If-Match");
    assertThat(put(path, other, "\"1\"").status()).isEqualTo(200);
    problem(put(path, PLAN, "\"1\""), 412, null);
    var now = owner.http.get(path).json();
    assertThat(now.get("plan").get("interval").asText()).isEqualTo("P14D");
  }

  @ParameterizedTest
  @CsvSource({
    "interval, PT0S",
    "interval, -P7D",
    "interval, P100000D",
    "interval, soon",
    "interval, '<script>alert(1)</script>'",
    "grace, PT0S",
    "verifyWithin, -PT1H",
    "challengeWindow, PT1H",
    "uncertainty, \"'; DROP TABLE vault_core.triggers; --\"",
    "trustees, 1",
    "trustees, many",
    "confirmations, 4",
    "confirmations, 1",
    "shares, 3",
    "signalsNeeded, 1",
    "surprise, 1"
  })
  void an_impossible_plan_is_refused_by_its_member_and_leaves_nothing(String member, String value) {
    Object sent = value.matches("-?\\d+") ? Integer.valueOf(value) : value;
    var named = member.equals("trustees") && value.equals("1") ? "confirmations" : member;
    named = member.equals("shares") ? "confirmations" : named;
    var answer = owner.http.post(triggers, Map.of("plan", with(member, sent)));
    problem(answer, 400, "plan." + named);
    assertThat(answer.body()).doesNotContain("script").doesNotContain("DROP");
    assertThat(owner.http.get(triggers).json().get("items")).isEmpty();
  }

  @Test
  void bodies_that_are_no_request_are_refused() {
    problem(owner.http.post(triggers, "{"), 400, "body");
    problem(owner.http.post(triggers, "{\"plan\":7}"), 400, "plan");
    problem(owner.http.post(triggers, "{\"plan\":{},\"more\":1}"), 400, "more");
    problem(owner.http.post(triggers, "{\"plan\":{}}"), 400, "plan.format");
    var large =
        owner.http.send(
            "POST",
            triggers,
            BodyPublishers.ofString("{\"plan\":{\"x\":\"" + "y".repeat(10 << 20) + "\"}}"),
            "application/json");
    assertThat(large.status()).isEqualTo(413);
  }

  @Test
  void what_a_draft_cannot_do_is_said_and_changes_nothing() {
    var made = owner.http.post(triggers, Map.of("plan", PLAN)).json();
    var path = triggers + "/" + made.get("trigger").asText();
    problem(owner.http.post(path + "/check-ins", Map.of()), 409, null);
    problem(owner.http.post(path + "/challenges", Map.of()), 409, null);
    problem(owner.http.post(path + "/disarm", Map.of()), 409, null);
    problem(
        owner.http.post(path + "/pause", Map.of("until", "2020-01-01T00:00:00Z")), 400, "until");
    problem(owner.http.post(path + "/pause", Map.of("until", "tomorrow")), 400, "until");
    assertThat(owner.http.get(path).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void a_cancelled_trigger_gives_a_receipt_and_is_over() {
    var made = owner.http.post(triggers, Map.of("plan", PLAN)).json();
    var path = triggers + "/" + made.get("trigger").asText();
    var cancelled = owner.http.post(path + "/cancel", Map.of());
    assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
    assertThat(cancelled.json().get("state").asText()).isEqualTo("cancelled");
    assertThat(cancelled.json().get("receipt").get("body").get("format").asText())
        .isEqualTo("vault/receipt/v1");
    problem(owner.http.post(path + "/cancel", Map.of()), 409, null);
    var steps = owner.http.get(path).json().get("history");
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).get("to").asText()).isEqualTo("cancelled");
  }

  @Test
  void a_stranger_finds_nothing_here_and_nobody_enters_without_signing_in() {
    var made = owner.http.post(triggers, Map.of("plan", PLAN)).json();
    var path = triggers + "/" + made.get("trigger").asText();
    var stranger = Owner.registered();
    problem(stranger.http.get(path), 404, null);
    problem(stranger.http.post(path + "/cancel", Map.of()), 404, null);
    problem(stranger.http.post(path + "/check-ins", Map.of()), 404, null);
    problem(stranger.http.post(triggers, Map.of("plan", PLAN)), 404, null);
    problem(stranger.http.get(triggers), 404, "vault");
    // One's own vault does not make somebody else's trigger one's own.
    problem(
        stranger.http.get(stranger.vault().path() + "/triggers/" + made.get("trigger").asText()),
        404,
        null);
    problem(owner.http.get(triggers + "/" + UUID.randomUUID()), 404, null);
    problem(Http.to(Product.WITNESS_VAULT).get(path), 401, null);
    assertThat(owner.http.get(path).json().get("state").asText()).isEqualTo("draft");
  }

  @Test
  void the_figures_and_the_readiness_of_triggers_are_shown() {
    var server = Http.to(Product.WITNESS_VAULT);
    var ready = server.get("/health/ready");
    assertThat(ready.body()).contains("oldest-due-trigger");
    var metrics = server.get("/metrics").body();
    for (var figure :
        List.of(
            "due",
            "overdue",
            "oldest_due_seconds",
            "held",
            "failing",
            "tick_milliseconds",
            "stepped")) {
      assertThat(metrics).contains("vault_triggers_" + figure);
    }
  }

  private Answer put(String path, Map<String, Object> plan, @Nullable String version) {
    return owner.http.put(
        path, Map.of("plan", plan), version == null ? Map.of() : Map.of("If-Match", version));
  }

  private static Map<String, Object> with(String member, Object value) {
    var plan = new HashMap<>(PLAN);
    plan.put(member, value);
    return plan;
  }

  private static void problem(Answer answer, int status, @Nullable String field) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("field").asText()).isEqualTo(field == null ? "" : field);
    assertThat(answer.json().get("detail").asText()).isNotBlank();
  }
}
