package io.vaultplatform.core.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting that nobody reads stops the start by its name. */
class SettingNamesTest {
  private final SettingNames names =
      new SettingNames(
          Set.of("vault.product", "vault.tick-period", "vault.triggers.minimum-interval"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.tick-period",
        "vault_tick_period",
        "VAULT_TICK_PERIOD",
        "VAULT_TRIGGERS_MINIMUM_INTERVAL"
      })
  void a_known_name_passes_in_every_form_it_is_found_by(String name) {
    assertThatCode(() -> names.check(List.of(name))).doesNotThrowAnyException();
  }

  @Test
  void an_unknown_name_stops_the_start_and_the_nearest_one_is_told() {
    assertThatThrownBy(() -> names.check(List.of("vault.product", "vault.tick-periode")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("setting vault.tick-periode is unknown; did you mean vault.tick-period?");
  }

  @Test
  void an_unknown_variable_stops_the_start_and_the_nearest_one_is_told_as_a_variable() {
    assertThatThrownBy(() -> names.check(List.of("VAULT_TRIGGERS_MINIMAL_INTERVAL")))
        .hasMessage(
            "setting VAULT_TRIGGERS_MINIMAL_INTERVAL is unknown;"
                + " did you mean VAULT_TRIGGERS_MINIMUM_INTERVAL?");
  }

  @Test
  void a_variable_that_the_server_lists_again_with_dots_is_judged_once() {
    assertThatCode(
            () ->
                names.check(
                    List.of("VAULT_TICK_PERIOD", "vault.tick.period", "VAULT_HOME", "vault.home")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> names.check(List.of("vault.tick.period")))
        .hasMessage("setting vault.tick.period is unknown; did you mean vault.tick-period?");
    assertThatThrownBy(() -> names.check(List.of("vault.tick.periode", "VAULT_TICK_PERIODE")))
        .hasMessageContaining("VAULT_TICK_PERIODE");
  }

  @Test
  void a_name_that_resembles_none_is_told_alone() {
    assertThatThrownBy(() -> names.check(List.of("vault.backup.bucket")))
        .hasMessage("setting vault.backup.bucket is unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PATH",
        "vaulting",
        "VAULTED_CEILING",
        "VAULT_HOME",
        "VAULT_SERVER",
        "VAULT_RUN_FOLDER",
        "VAULT_PRODUCTS",
        "VAULT_SERVICE_HOST",
        "VAULT_SERVICE_PORT_HTTPS",
        "VAULT_WEB_SERVICE_PORT",
        "VAULT_PORT",
        "VAULT_PORT_8200_TCP_ADDR"
      })
  void what_belongs_to_others_is_left_alone(String name) {
    assertThatCode(() -> names.check(List.of(name))).doesNotThrowAnyException();
  }

  @Test
  void a_feature_cannot_read_what_it_did_not_declare() {
    var settings =
        Settings.of(Map.of("vault.product", "x", "vault.other", "y"))
            .within(Set.of("vault.product"));
    assertThatCode(() -> settings.required("vault.product")).doesNotThrowAnyException();
    assertThatThrownBy(() -> settings.find("vault.other")).hasMessageContaining("vault.other");
  }
}
