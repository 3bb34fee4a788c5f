package io.vaultplatform.core.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The waiting of a weakening is a setting, and no setting takes it away. */
class ContentSettingsTest {

  private static Duration waiting(String... configured) {
    Map<String, String> values = new HashMap<>();
    values.put("vault.product", "witness-vault");
    if (configured.length > 0) {
      values.put("vault.content.class-waiting", configured[0]);
    }
    return ContentSettings.of(Settings.of(values)).classWaiting();
  }

  @Test
  void a_weakening_waits_three_days_unless_it_is_told_otherwise() {
    assertThat(waiting()).isEqualTo(Duration.ofDays(3));
    assertThat(waiting("P1D")).isEqualTo(Duration.ofDays(1));
    assertThat(waiting("P365D")).isEqualTo(Duration.ofDays(365));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT23H59M59S", "PT1S", "P366D", "P-1D", "3 days"})
  void less_than_a_day_and_more_than_a_year_stop_the_start_by_name(String configured) {
    assertThatThrownBy(() -> waiting(configured))
        .hasMessageContaining("vault.content.class-waiting");
  }
}
