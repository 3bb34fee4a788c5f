package io.vaultplatform.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.accounts.BackOff.Tries;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
  private final BackOff backOff =
      new BackOff(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(12));

  @Test
  void five_mistakes_are_free_then_the_wait_doubles_up_to_a_bound() {
    var tries = new Tries(0, START, START);
    for (int i = 0; i < 5; i++) {
      tries = backOff.failed(tries, START);
      assertThat(tries.waiting(START)).isZero();
    }
    tries = backOff.failed(tries, START);
    assertThat(tries.waiting(START)).isEqualTo(Duration.ofSeconds(1));
    tries = backOff.failed(tries, START);
    assertThat(tries.waiting(START)).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 1000; i++) {
      tries = backOff.failed(tries, START);
    }
    assertThat(tries.waiting(START)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void waiting_ends_by_itself() {
    var tries = new Tries(7, START, START.plusSeconds(4));
    assertThat(tries.waiting(START.plusSeconds(4))).isZero();
  }

  @Test
  void after_long_enough_counting_begins_anew() {
    var tries = backOff.failed(new Tries(50, START, START), START.plus(Duration.ofHours(13)));
    assertThat(tries.failures()).isEqualTo(1);
  }

  // Someone who keeps trying must not be forgotten between two tries.
  @Test
  void a_guesser_gets_about_a_hundred_tries_a_day() {
    var tries = new Tries(0, START, START);
    int made = 0;
    for (var now = START;
        now.isBefore(START.plus(Duration.ofDays(1)));
        now = now.plus(Duration.ofSeconds(1))) {
      if (!tries.waiting(now).isPositive()) {
        tries = backOff.failed(tries, now);
        made++;
      }
    }
    assertThat(made).isBetween(90, 115);
  }
}
