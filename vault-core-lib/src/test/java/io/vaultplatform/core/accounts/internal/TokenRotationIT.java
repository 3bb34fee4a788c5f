package io.vaultplatform.core.accounts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vaultplatform.core.accounts.SessionId;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.internal.TestOrders;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Another key signs access tokens; nobody is signed out by it. */
class TokenRotationIT {
  private final PostgresExtension.TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  private final TestKeys keys = TestKeys.open();
  private final TestAccounts server = new TestAccounts(work, clock, keys);
  private final TestAccounts other = new TestAccounts(work, clock, keys);
  private final TestOrders orders =
      TestOrders.open(database, work, keys, server.audit, List.of(server.orders()));

  @Test
  void the_old_key_stays_published_until_its_last_token_is_over() throws Exception {
    var old = keyOf(server);
    assertThat(keyOf(other)).isEqualTo(old);

    assertThat(orders.carryOut(OrderKind.ROTATE_TOKENS, "tokens").state()).isEqualTo("done");

    assertThat(published()).hasSize(2).contains(old);
    clock.forward(Duration.ofSeconds(40));
    var now = keyOf(server);
    assertThat(now).isNotEqualTo(old);
    assertThat(keyOf(other)).isEqualTo(now);
    assertThat(orders.carryOut(OrderKind.RETIRE_TOKENS, "tokens").state()).isEqualTo("refused");
    assertThat(published()).containsExactlyInAnyOrder(old, now);

    clock.forward(Duration.ofMinutes(17));
    assertThat(published()).containsExactly(now);
    assertThat(orders.carryOut(OrderKind.RETIRE_TOKENS, "tokens").answer()).endsWith("1");
    assertThat(keyOf(server)).isEqualTo(now);
  }

  private String keyOf(TestAccounts at) throws java.text.ParseException {
    var token =
        at.tokens.issue(
            new AccountId(UUID.randomUUID()),
            new SessionId(UUID.randomUUID()),
            new TokenId(UUID.randomUUID()),
            clock.instant(),
            clock.instant().plusSeconds(60));
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  @SuppressWarnings("unchecked")
  private List<String> published() {
    var all = (List<Map<String, Object>>) Objects.requireNonNull(other.tokens.jwks().get("keys"));
    return all.stream().map(key -> Objects.requireNonNull(key.get("kid")).toString()).toList();
  }
}
