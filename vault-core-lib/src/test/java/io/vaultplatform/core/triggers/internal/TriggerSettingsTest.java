package io.vaultplatform.core.triggers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.store.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TriggerSettingsTest {
  @Test
  void where_nobody_says_otherwise_no_duration_of_a_plan_is_shorter_than_an_hour() {
    assertThat(with(Map.of()).minimumInterval()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void where_nobody_says_otherwise_five_minutes_late_is_too_late_to_be_ready() {
    var settings = with(Map.of());

    assertThat(OldestDueReady.isReady(Duration.ofMinutes(5), settings)).isTrue();
    assertThat(OldestDueReady.isReady(Duration.ofSeconds(301), settings)).isFalse();
  }

  @Test
  void a_floor_is_lowered_only_by_its_own_name() {
    var lowered = with(Map.of("vault.triggers.minimum-interval", "PT1S"));

    assertThat(lowered.minimumInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(with(Map.of("vault.tick-period", "PT1S")).minimumInterval())
        .isEqualTo(Duration.ofHours(1));
  }

  private static TriggerSettings with(Map<String, String> more) {
    var values = new HashMap<>(more);
    values.put("vault.product", "witness-vault");
    return TriggerSettings.of(Settings.of(values));
  }
}
