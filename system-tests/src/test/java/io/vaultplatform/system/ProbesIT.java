package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator watches: probes, figures, and the description of the API. */
class ProbesIT {

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
    var names = new ArrayList<String>();
    Http.to(product)
        .get("/health/ready")
        .json()
        .path("checks")
        .forEach(check -> names.add(check.path("name").asText()));

    assertThat(names).contains("database", "migrations", "key-service");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void metrics_are_there_to_be_collected(Product product) {
    var metrics = Http.to(product).get("/metrics");

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.body()).contains("# TYPE");
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
      assertThat(touched).isEqualTo(1);
    }
  }
}
