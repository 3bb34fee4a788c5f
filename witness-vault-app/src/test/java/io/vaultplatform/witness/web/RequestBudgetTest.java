package io.vaultplatform.witness.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  @Test
  void each_has_a_budget_of_their_own_and_a_new_one_every_minute() {
    var budget = new RequestBudget(2);
    var now = Instant.EPOCH;
    assertThat(budget.spend("ann", now).remaining()).isEqualTo(1);
    assertThat(budget.spend("ann", now).exceeded()).isFalse();
    assertThat(budget.spend("ann", now).exceeded()).isTrue();
    assertThat(budget.spend("bob", now).exceeded()).isFalse();
    assertThat(budget.spend("ann", now.plusSeconds(60)).exceeded()).isFalse();
  }
}
