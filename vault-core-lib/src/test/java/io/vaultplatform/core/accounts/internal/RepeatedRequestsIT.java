package io.vaultplatform.core.accounts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.accounts.RepeatedRequests;
import io.vaultplatform.core.accounts.RepeatedRequests.Answer;
import io.vaultplatform.core.accounts.RepeatedRequests.Claim;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asking twice, as clients do that lost an answer. */
@ExtendWith(PostgresExtension.class)
class RepeatedRequestsIT {
  private static final String ASKED = "a".repeat(64);
  private static final Answer ANSWER =
      new Answer(201, Map.of("Location", "/api/v1/x?a=\"b, c\": d"), Bytes.of(new byte[] {1, 2}));
  private final SettableClock clock = new SettableClock(Instant.parse("2027-01-01T00:00:00Z"));
  private final RepeatedRequests requests;
  private final Optional<AccountId> ann = Optional.of(new AccountId(UUID.randomUUID()));
  private final String key = UUID.randomUUID().toString();

  RepeatedRequestsIT(LocalWork work) {
    requests = new RepeatedRequestRows(work.door(), work.person(), work.sql(), clock);
  }

  @Test
  void the_second_time_gets_the_first_answer() {
    assertThat(requests.claim(ann, key, ASKED)).isEqualTo(new Claim.First());
    requests.answered(ann, key, ANSWER);
    assertThat(requests.claim(ann, key, ASKED)).isEqualTo(new Claim.Again(ANSWER));
  }

  @Test
  void nobody_can_ask_again_too() {
    assertThat(requests.claim(Optional.empty(), key, ASKED)).isEqualTo(new Claim.First());
    requests.answered(Optional.empty(), key, ANSWER);
    assertThat(requests.claim(Optional.empty(), key, ASKED)).isEqualTo(new Claim.Again(ANSWER));
  }

  @Test
  void somebody_else_with_the_same_key_gets_nothing_of_it() {
    requests.claim(ann, key, ASKED);
    requests.answered(ann, key, ANSWER);
    var bob = Optional.of(new AccountId(UUID.randomUUID()));
    assertThat(requests.claim(bob, key, ASKED)).isEqualTo(new Claim.First());
  }

  @Test
  void while_it_runs_and_for_another_request_the_key_is_refused() {
    requests.claim(ann, key, ASKED);
    assertThat(requests.claim(ann, key, ASKED)).isEqualTo(new Claim.Unfinished());
    assertThat(requests.claim(ann, key, "b".repeat(64))).isEqualTo(new Claim.Another());
  }

  @Test
  void after_a_refusal_and_after_a_day_the_key_is_free_again() {
    requests.claim(ann, key, ASKED);
    requests.forget(ann, key);
    assertThat(requests.claim(ann, key, ASKED)).isEqualTo(new Claim.First());
    requests.answered(ann, key, ANSWER);
    clock.forward(Duration.ofHours(25));
    assertThat(requests.claim(ann, key, ASKED)).isEqualTo(new Claim.First());
  }
}
