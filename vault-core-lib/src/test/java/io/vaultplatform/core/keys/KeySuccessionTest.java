package io.vaultplatform.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** New keys are followed from old ones only by what both signed. */
class KeySuccessionTest {
  private final AccountId account = new AccountId(UUID.randomUUID());
  private final PrivateKeys first = PrivateKeys.generate();
  private final PrivateKeys second = PrivateKeys.generate();
  private final PrivateKeys third = PrivateKeys.generate();

  private Signed from(PrivateKeys before, int epoch, PrivateKeys next) {
    return KeySuccession.sign(account, epoch, next.publicKeys(), next.signing(), before);
  }

  private static KeySuccession.Epoch epoch(int number, PrivateKeys keys, Signed... how) {
    return new KeySuccession.Epoch(
        number, keys.publicKeys(), how.length == 0 ? Optional.empty() : Optional.of(how[0]));
  }

  @Test
  void three_epochs_that_vouch_for_each_other_are_a_chain() {
    var history =
        List.of(
            epoch(1, first),
            epoch(2, second, from(first, 2, second)),
            epoch(3, third, from(second, 3, third)));
    assertThat(KeySuccession.chain(account, history))
        .isEqualTo(
            Outcome.done(List.of(first.publicKeys(), second.publicKeys(), third.publicKeys())));
  }

  @Test
  void whoever_lacks_one_of_the_two_signatures_is_no_successor() {
    var alone = from(first, 2, second).unverifiedBody();
    for (var half : List.of(first, second, third)) {
      refused(Signed.sign(alone, half.signing()), first, 1);
    }
    refused(from(third, 2, second), first, 1);
  }

  @Test
  void a_succession_of_another_account_epoch_or_predecessor_is_refused() {
    var other = new AccountId(UUID.randomUUID());
    refused(KeySuccession.sign(other, 2, second.publicKeys(), second.signing(), first), first, 1);
    refused(from(first, 3, second), first, 1);
    refused(from(first, 2, second), first, 2);
    refused(from(first, 2, second), third, 1);
  }

  @Test
  void keys_are_not_their_own_successors() {
    refused(from(first, 2, first), first, 1);
    var half = new PrivateKeys(first.identities(), second.signing());
    refused(from(first, 2, half), first, 1);
  }

  @Test
  void a_chain_with_a_gap_a_missing_statement_or_exchanged_keys_is_refused() {
    var two = epoch(2, second, from(first, 2, second));
    for (var broken :
        List.of(
            List.<KeySuccession.Epoch>of(),
            List.of(two),
            List.of(epoch(1, first), epoch(2, second)),
            List.of(epoch(1, third), two),
            List.of(epoch(1, first), epoch(2, third, from(first, 2, second))),
            List.of(epoch(1, first), epoch(3, third, from(second, 3, third))))) {
      assertThat(KeySuccession.chain(account, broken)).isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void a_statement_with_more_or_less_in_it_is_refused_by_name() {
    var body = new HashMap<>(from(first, 2, second).unverifiedBody());
    body.put("more", "x");
    var more = Signed.sign(body, first.signing()).also(second.signing());
    assertThat(KeySuccession.check(more, account, first.publicKeys(), 1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains("succession.more"));
    assertThatThrownBy(() -> new KeySuccession(account, 1, second.publicKeys(), "0".repeat(64)))
        .isInstanceOf(FieldException.class);
  }

  @Test
  void an_account_has_at_most_a_thousand_epochs() {
    var last = new KeySuccession(account, 1000, second.publicKeys(), "0".repeat(64));
    assertThat(last.epoch()).isEqualTo(1000);
    assertThatThrownBy(() -> new KeySuccession(account, 1001, second.publicKeys(), "0".repeat(64)))
        .isInstanceOf(FieldException.class);
  }

  @Test
  void four_signatures_are_the_most() {
    var pair = from(first, 2, second);
    assertThatThrownBy(() -> pair.also(third.signing()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void refused(Signed statement, PrivateKeys before, int epochBefore) {
    assertThat(KeySuccession.check(statement, account, before.publicKeys(), epochBefore))
        .isInstanceOf(Outcome.Refused.class);
  }
}
