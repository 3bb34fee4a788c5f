package io.vaultplatform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations as they are typed, and as a person is told them. */
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "P7D, 7 days",
    "PT24H, 1 day",
    "PT90M, 1 hour 30 minutes",
    "P1DT1S, 1 day 1 second",
    "PT0S, 0 seconds"
  })
  void are_told_in_words(Duration duration, String words) {
    assertThat(Durations.words(duration)).isEqualTo(words);
  }

  @Test
  void what_is_none_is_refused_by_its_option() {
    assertThatThrownBy(() -> Durations.read("--grace", "three days"))
        .hasMessageContaining("--grace");
  }
}
