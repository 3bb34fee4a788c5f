package io.vaultplatform.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.launcher.Product;
import java.util.ArrayList;
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

    assertThat(names).contains("database", "migrations");
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  void metrics_are_there_to_be_collected(Product product) {
    var metrics = Http.to(product).get("/metrics");

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.body()).contains("# TYPE");
  }
}
