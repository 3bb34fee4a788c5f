package io.vaultplatform.cli.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.cli.Stop;
import io.vaultplatform.cli.http.Json;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PrivateKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trustees and recipients meet later keys of an owner than those they saw first. */
class SuccessionsTest {
  private final AccountId owner = new AccountId(UUID.randomUUID());
  private final List<PrivateKeys> keys =
      List.of(PrivateKeys.generate(), PrivateKeys.generate(), PrivateKeys.generate());

  @AfterEach
  void close() {
    keys.forEach(PrivateKeys::close);
  }

  private VerificationKey signing(int number) {
    return keys.get(number).publicKeys().signing();
  }

  private Signed succession(AccountId of, int epoch, PrivateKeys before) {
    var next = keys.get(epoch - 1);
    return KeySuccession.sign(of, epoch, next.publicKeys(), next.signing(), before);
  }

  private static Json epoch(int number, PrivateKeys keys, Optional<Signed> succession) {
    var item = new HashMap<String, Object>();
    item.put("epoch", (long) number);
    item.put("recipient", keys.publicKeys().recipient().text());
    item.put("signingKey", keys.publicKeys().signing().text());
    succession.ifPresent(signed -> item.put("succession", signed.toTree()));
    return Json.parse(Json.bytes(item));
  }

  private List<Json> history() {
    var items = new ArrayList<Json>();
    for (int i = 0; i < keys.size(); i++) {
      var before = i == 0 ? null : keys.get(i - 1);
      items.add(
          epoch(
              i + 1,
              keys.get(i),
              Optional.ofNullable(before).map(then -> succession(owner, items.size() + 1, then))));
    }
    return items;
  }

  private boolean leads(List<Json> items, VerificationKey seen, VerificationKey now) {
    return Successions.leads(owner.toString(), items, seen.fingerprint(), now);
  }

  @Test
  void keys_are_followed_forwards_over_any_number_of_statements_and_never_back() {
    var items = history();
    for (int seen = 0; seen < keys.size(); seen++) {
      for (int now = 0; now < keys.size(); now++) {
        assertThat(leads(items, signing(seen), signing(now)))
            .as(seen + " to " + now)
            .isEqualTo(now >= seen);
      }
    }
  }

  @Test
  void what_any_key_of_an_owner_signed_is_theirs_whichever_of_them_was_seen() {
    var items = history();
    var account = owner.toString();
    try (var stranger = PrivateKeys.generate()) {
      var theirs = stranger.publicKeys().signing();
      for (int seen = 0; seen < keys.size(); seen++) {
        var fingerprint = signing(seen).fingerprint();
        for (int other = 0; other < keys.size(); other++) {
          assertThat(Successions.join(account, items, fingerprint, signing(other))).isTrue();
        }
        assertThat(Successions.join(account, items, fingerprint, theirs)).isFalse();
        assertThat(Successions.join(account, items, theirs.fingerprint(), signing(seen))).isFalse();
        assertThat(Successions.before(account, items, signing(seen)))
            .isEqualTo(Stream.of(0, 1, 2).limit(seen).map(this::signing).toList());
      }
      assertThat(Successions.before(account, items, theirs)).isEmpty();
    }
  }

  @Test
  void a_key_that_is_not_of_the_owner_is_led_to_by_nothing_and_leads_nowhere() {
    try (var stranger = PrivateKeys.generate()) {
      var theirs = stranger.publicKeys().signing();
      assertThat(leads(history(), signing(0), theirs)).isFalse();
      assertThat(leads(history(), theirs, signing(2))).isFalse();
      assertThat(leads(List.of(), theirs, theirs)).as("what was seen needs no statement").isTrue();
      assertThat(leads(List.of(), signing(0), signing(1))).as("without a statement").isFalse();
    }
  }

  @Test
  void a_statement_that_is_missing_or_by_others_ends_the_command() {
    try (var stranger = PrivateKeys.generate()) {
      var elsewhere = new AccountId(UUID.randomUUID());
      for (var second :
          List.of(
              Optional.<Signed>empty(),
              Optional.of(succession(owner, 2, stranger)),
              Optional.of(succession(elsewhere, 2, keys.getFirst())),
              Optional.of(succession(owner, 3, keys.getFirst())))) {
        var items = List.of(history().getFirst(), epoch(2, keys.get(1), second));
        assertThatThrownBy(() -> leads(items, signing(0), signing(1)))
            .isInstanceOf(Stop.class)
            .hasMessageContaining("do not follow each other");
      }
    }
  }
}
