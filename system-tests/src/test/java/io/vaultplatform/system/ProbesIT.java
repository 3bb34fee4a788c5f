package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator watches: probes, figures, and the description of the API. */
class ProbesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/started"})
  void a_whole_stack_is_healthy(String path) {
    for (var product : Product.values()) {
      var health = Http.to(product).get(path);

      assertThat(health.status()).as(product + path).isEqualTo(200);
      assertThat(health.json().path("status").asText()).isEqualTo("UP");
    }
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void readiness_names_what_it_looked_at(Product product) {
    assertThat(checks(product, "/health/ready"))
        .contains("database", "database-login", "migrations", "key-service", "oldest-due-trigger");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void started_says_that_schema_keys_and_timers_were_there_and_live_looks_at_nothing(
      Product product) {
    assertThat(checks(product, "/health/started"))
        .containsOnly("migrations", "key-service", "trigger-timer", "outbox-timer");
    assertThat(checks(product, "/health/live")).containsExactly("application");
  }

  private static List<String> checks(Product product, String path) {
    var names = new ArrayList<String>();
    Http.to(product)
        .get(path)
        .json()
        .path("checks")
        .forEach(check -> names.add(check.path("name").asText()));
    return names;
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void metrics_are_there_to_be_collected(Product product) {
    var metrics = Http.to(product).get("/metrics");

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.body()).contains("# TYPE");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void every_figure_of_the_platform_is_there_also_before_its_first_event(Product product) {
    var figures = Figures.of(product);

    assertThat(figures.names())
        .contains(
            "vault_triggers_due",
            "vault_triggers_overdue",
            "vault_triggers_oldest_due_seconds",
            "vault_triggers_held",
            "vault_triggers_failing",
            "vault_triggers_tick_milliseconds",
            "vault_triggers_stepped",
            "vault_triggers_step_failures",
            "vault_outbox_due",
            "vault_outbox_waiting",
            "vault_outbox_dead",
            "vault_deliveries_total",
            "vault_sign_ins_total");
    assertThat(figures.labels("vault_deliveries_total", "outcome"))
        .containsExactlyInAnyOrder("accepted", "refused", "not_now", "given_up", "dropped");
    assertThat(figures.labels("vault_sign_ins_total", "result"))
        .containsExactlyInAnyOrder("accepted", "refused", "waiting", "refreshed", "reused");
  }

  @Test
  void a_product_where_nothing_happened_counts_nothing() {
    var figures = Figures.of(Product.FINAL_FILE);

    for (var outcome : figures.labels("vault_deliveries_total", "outcome")) {
      assertThat(figures.value("vault_deliveries_total", outcome)).as(outcome).isZero();
    }
    for (var result : figures.labels("vault_sign_ins_total", "result")) {
      assertThat(figures.value("vault_sign_ins_total", result)).as(result).isZero();
    }
  }

  @Test
  void a_sign_in_a_refused_one_and_a_request_of_nobody_are_counted_each_as_what_it_was() {
    var before = Figures.of(Product.WITNESS_VAULT);

    Owner.registered();
    var door = Http.to(Product.WITNESS_VAULT);
    var wrong = Map.of("name", "nobody-" + UUID.randomUUID(), "authKey", "A".repeat(43));
    assertThat(door.post("/api/v1/sessions", wrong).status()).isEqualTo(401);
    assertThat(door.get("/api/v1/accounts/me").status()).isEqualTo(401);

    var after = Figures.of(Product.WITNESS_VAULT);
    assertThat(after.grown(before, "vault_sign_ins_total", "accepted")).isEqualTo(1);
    assertThat(after.grown(before, "vault_sign_ins_total", "refused")).isEqualTo(1);
    assertThat(after.grown(before, "vault_sign_ins_total", "waiting")).isZero();
    assertThat(after.grown(before, "vault_requests_not_signed_in_total", "")).isEqualTo(1);
  }

  @Test
  void a_letter_that_the_mail_server_took_is_counted_as_accepted() throws InterruptedException {
    var before = Figures.of(Product.WITNESS_VAULT);
    var owner = Owner.registered();
    var invited =
        owner.http.post(
            owner.vault().path() + "/trustees",
            Map.of("alias", "Ted", "address", "ted-" + UUID.randomUUID() + "@example.org"));
    assertThat(invited.status()).as(invited.body()).isEqualTo(201);

    var end = System.nanoTime() + PATIENCE.toNanos();
    var after = Figures.of(Product.WITNESS_VAULT);
    while (after.grown(before, "vault_deliveries_total", "accepted") < 1
        || after.value("vault_outbox_due", "") > 0) {
      assertThat(System.nanoTime()).as("no letter was accepted").isLessThan(end);
      Thread.sleep(200);
      after = Figures.of(Product.WITNESS_VAULT);
    }
    for (var other : List.of("refused", "not_now", "given_up", "dropped")) {
      assertThat(after.grown(before, "vault_deliveries_total", other)).as(other).isZero();
    }
  }

  @Test
  void a_trigger_that_is_due_and_that_no_tick_can_step_makes_the_server_not_ready()
      throws Exception {
    var server = Http.to(Product.WITNESS_VAULT);
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    try (var standing = StandingClock.withOneTriggerDueSince(Duration.ofMinutes(10))) {
      var ready = server.get("/health/ready");

      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().path("checks"))
          .anySatisfy(
              check -> {
                assertThat(check.path("name").asText()).isEqualTo("oldest-due-trigger");
                assertThat(check.path("status").asText()).isEqualTo("DOWN");
                assertThat(check.path("data").path("seconds").asLong()).isBetween(600L, 700L);
              });
      assertThat(ready.body()).doesNotContain(standing.trigger());
      assertThat(server.get("/health/live").status()).isEqualTo(200);
      assertThat(server.get("/health/started").status()).isEqualTo(200);
    }
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void a_key_that_the_database_was_not_sealed_under_makes_the_server_not_ready_by_its_name()
      throws SQLException {
    var server = Http.to(Product.WITNESS_VAULT);
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    try {
      flipCheckOfGate();
      var ready = server.get("/health/ready");

      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().path("checks"))
          .anySatisfy(
              check -> {
                assertThat(check.path("name").asText()).isEqualTo("key-service");
                assertThat(check.path("status").asText()).isEqualTo("DOWN");
                assertThat(check.path("data").path("key").asText()).isEqualTo("gate");
              });
    } finally {
      flipCheckOfGate(); // back again
    }
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
  }

  /** As if it had been sealed under another key. Done twice, it is as before. */
  private static void flipCheckOfGate() throws SQLException {
    try (var connection = RealParts.whole().administrator().getConnection();
        var statement = connection.createStatement()) {
      var touched =
          statement.executeUpdate(
              "UPDATE vault_core.key_checks SET sealed = set_bit(sealed, 100, 1 - get_bit(sealed,"
                  + " 100)) WHERE key = 'gate'");
      // One for each version of the key.
      assertThat(touched).isPositive();
    }
  }
}
