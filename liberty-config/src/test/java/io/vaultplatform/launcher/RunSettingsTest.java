package io.vaultplatform.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.launcher.RunSettings.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSettingsTest {
  private static final Path HOME = Path.of("somewhere");

  @Test
  void without_an_environment_everything_is_local_and_on_the_usual_ports() {
    var settings = RunSettings.of(HOME, Map.of());

    assertThat(settings.database()).isEqualTo(new Database.Embedded(9432));
    assertThat(settings.listening().keySet())
        .containsExactly(9025, 9026, 9080, 9081, 9432, 9443, 9444);
    assertThat(settings.runFolder()).isEqualTo(HOME.resolve(".vault-run").toAbsolutePath());
  }

  @Test
  void a_database_of_ones_own_starts_no_embedded_one() {
    var settings = RunSettings.of(HOME, external());

    assertThat(settings.database()).isInstanceOf(Database.External.class);
    assertThat(settings.listening().keySet()).doesNotContain(9432, 5432);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DB_NAME", "DB_USER", "DB_PASSWORD", "DB_OWNER_USER", "DB_OWNER_PASSWORD"})
  void a_half_named_database_is_refused_by_the_name_that_is_missing(String missing) {
    var environment = new java.util.HashMap<>(external());
    environment.remove(missing);

    assertThatThrownBy(() -> RunSettings.of(HOME, environment))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DB_NAME", "DB_USER", "DB_PASSWORD", "DB_OWNER_USER", "DB_OWNER_PASSWORD"})
  void a_database_without_its_host_is_not_quietly_the_embedded_one(String only) {
    assertThatThrownBy(
            () -> RunSettings.of(HOME, Map.of(only, "something-secret", "DB_PORT", "5432")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(only)
        .hasMessageContaining("DB_HOST")
        .hasMessageNotContaining("something-secret");
  }

  @Test
  void the_servers_never_log_in_as_the_owner() {
    var environment = new java.util.HashMap<>(external());
    environment.put("DB_USER", "vault_owner");

    assertThatThrownBy(() -> RunSettings.of(HOME, environment))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("DB_USER")
        .hasMessageContaining("DB_OWNER_USER");
  }

  @Test
  void the_passwords_of_a_database_are_not_printed() {
    assertThat(RunSettings.of(HOME, external()).toString())
        .doesNotContain("app-secret", "owner-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536", "http", "90 80"})
  void a_port_that_is_none_is_refused_by_name(String text) {
    assertThatThrownBy(() -> RunSettings.of(HOME, Map.of("WITNESS_VAULT_HTTP_PORT", text)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("WITNESS_VAULT_HTTP_PORT");
  }

  @Test
  void one_port_for_two_parts_is_refused_before_anything_starts() {
    var settings = RunSettings.of(HOME, Map.of("SMTP_PORT", "9080"));

    assertThatThrownBy(settings::listening)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("9080")
        .hasMessageContaining("SMTP_PORT")
        .hasMessageContaining("WITNESS_VAULT_HTTP_PORT");
  }

  @Test
  void only_the_products_asked_for_are_started() {
    var settings = RunSettings.of(HOME, Map.of("VAULT_PRODUCTS", "final-file"));

    assertThat(settings.ports().keySet()).containsExactly(Product.FINAL_FILE);
    assertThatThrownBy(() -> RunSettings.of(HOME, Map.of("VAULT_PRODUCTS", "last-mile")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("last-mile");
  }

  @Test
  void free_ports_are_all_different() {
    var settings = RunSettings.onFreePorts(HOME, HOME, List.of(Product.values()));

    assertThat(settings.listening()).hasSize(7);
  }

  private static Map<String, String> external() {
    return Map.of(
        "DB_HOST", "db.example",
        "DB_NAME", "vault",
        "DB_USER", "vault_app",
        "DB_PASSWORD", "app-secret",
        "DB_OWNER_USER", "vault_owner",
        "DB_OWNER_PASSWORD", "owner-secret");
  }
}
