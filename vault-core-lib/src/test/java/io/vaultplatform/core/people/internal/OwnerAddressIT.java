package io.vaultplatform.core.people.internal;

import static io.vaultplatform.core.people.internal.Neighbourhood.alias;
import static io.vaultplatform.core.people.internal.Neighbourhood.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.internal.NotifyForTests;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.people.OwnerAddress;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where the owner is reminded: an address counts once its owner pressed the button behind the
 * letter to it.
 */
@ExtendWith(PostgresExtension.class)
class OwnerAddressIT {
  private static final MailAddress FIRST = new MailAddress("ann@example.org");
  private static final MailAddress SECOND = new MailAddress("ann@example.net");
  private final Neighbourhood here;

  OwnerAddressIT(LocalWork work) {
    here = new Neighbourhood(work);
  }

  private OwnerAddress set(MailAddress address) {
    return done(
        here.work.as(
            here.ann,
            () ->
                here.addresses.set(
                    here.ann, "witness-vault", address, Optional.of(alias("Ann the particular")))));
  }

  private List<Channel.Message> send() {
    return here.notify.send(List.of(here.deliveries), List.of(here.deliveries));
  }

  private List<Destination> reached() {
    return here.work.engine().call(() -> here.reach.owner(here.vault));
  }

  @Test
  void an_address_is_in_use_after_its_link_and_not_before() {
    assertThat(set(FIRST).confirmedAt()).isEmpty();
    assertThat(reached()).isEmpty();
    var letter = send().getFirst();
    assertThat(letter.address()).isEqualTo(FIRST.text());
    assertThat(done(here.addresses.confirm(NotifyForTests.token(letter))).confirmedAt())
        .isPresent();
    assertThat(reached()).containsExactly(Destination.mail(FIRST));
    assertThat(here.audit.types()).contains(EventType.ADDRESS_SET, EventType.ADDRESS_CONFIRMED);
    assertThat(here.work.engine().call(() -> here.reach.ownerAlias(here.vault)).text())
        .isEqualTo("Ann the particular");
  }

  @Test
  void nobody_floods_a_stranger_by_naming_their_address() {
    for (int i = 0; i < Neighbourhood.LETTERS_PER_DAY; i++) {
      set(FIRST);
    }
    send();
    Outcome<OwnerAddress> oneMore =
        here.work.as(
            here.ann, () -> here.addresses.set(here.ann, "witness-vault", FIRST, Optional.empty()));
    assertThat(oneMore)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.TOO_MANY);
              assertThat(refused.refusal().retryAfter()).isPresent();
            });
    assertThat(send()).isEmpty();
  }

  @Test
  void a_new_address_leaves_the_former_one_in_use_until_confirmed_and_then_the_former_is_told() {
    set(FIRST);
    done(here.addresses.confirm(NotifyForTests.token(send().getFirst())));
    set(SECOND);
    assertThat(reached()).containsExactly(Destination.mail(FIRST));
    done(here.addresses.confirm(NotifyForTests.token(send().getFirst())));
    assertThat(reached()).containsExactly(Destination.mail(SECOND));
    var told = send().getFirst();
    assertThat(told.address()).isEqualTo(FIRST.text());
    assertThat(told.text()).contains("no longer at this one").doesNotContain(SECOND.text());
  }

  @Test
  void a_reminder_that_failed_at_the_former_address_says_nothing_about_the_new_one() {
    set(FIRST);
    done(here.addresses.confirm(NotifyForTests.token(send().getFirst())));
    var before = Instant.now();
    set(SECOND);
    done(here.addresses.confirm(NotifyForTests.token(send().getFirst())));
    givenUp(before);
    assertThat(now().reached()).isEqualTo(OwnerAddress.Reached.TAKEN);
    givenUp(Instant.now().plusSeconds(5));
    assertThat(now().reached()).isEqualTo(OwnerAddress.Reached.UNREACHED);
  }

  private OwnerAddress now() {
    return here.work
        .<Optional<OwnerAddress>>as(here.ann, () -> here.addresses.of(here.ann))
        .orElseThrow();
  }

  private void givenUp(Instant written) {
    var occasion = "reminder_" + ChronoUnit.MICROS.between(Instant.EPOCH, written);
    var about =
        new About(new Scope.OfVault(here.vault), About.TRIGGER, UUID.randomUUID(), 1, occasion);
    here.work
        .engine()
        .run(
            () ->
                here.deliveries.heard(
                    new Delivery.GivenUp(
                        new OutgoingId(UUID.randomUUID()), about, Instant.now(), "mail", "550")));
  }

  @Test
  void only_the_newest_letter_confirms_and_only_once() {
    set(FIRST);
    var older = NotifyForTests.token(send().getFirst());
    set(SECOND);
    var newer = NotifyForTests.token(send().getFirst());
    assertThat(here.addresses.confirm(older)).isInstanceOf(Outcome.Refused.class);
    done(here.addresses.confirm(newer));
    assertThat(here.addresses.confirm(newer)).isInstanceOf(Outcome.Refused.class);
    assertThat(reached()).containsExactly(Destination.mail(SECOND));
  }

  @Test
  void the_table_shows_neither_address_nor_alias_and_a_stranger_sees_nothing() {
    set(FIRST);
    assertThat(here.everything("owner_addresses")).doesNotContain("ann@", "particular");
    Optional<OwnerAddress> seen =
        here.work.as(new AccountId(UUID.randomUUID()), () -> here.addresses.of(here.ann));
    assertThat(seen).isEmpty();
  }
}
