package io.vaultplatform.core.people.internal;

import static io.vaultplatform.core.people.internal.Neighbourhood.alias;
import static io.vaultplatform.core.people.internal.Neighbourhood.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.notify.internal.NotifyForTests;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.TrusteeAcceptance;
import io.vaultplatform.core.people.TrusteeState;
import io.vaultplatform.core.people.internal.Neighbourhood.Keys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trustees from the letter to the confirmed address, and who may not become one. */
@ExtendWith(PostgresExtension.class)
class TrusteesIT {
  private static final MailAddress TED = new MailAddress("ted@example.org");
  private final Neighbourhood here;

  TrusteesIT(LocalWork work) {
    here = new Neighbourhood(work);
  }

  private Trustee invite(String alias) {
    return done(here.work.as(here.ann, () -> here.trustees.invite(here.vault, alias(alias), TED)));
  }

  private List<Channel.Message> send() {
    return here.notify.send(List.of(here.deliveries), List.of(here.deliveries));
  }

  private String invitation() {
    return NotifyForTests.token(send().getLast());
  }

  private static Signed acceptance(Trustee trustee, Keys keys) {
    return Signed.sign(
        new TrusteeAcceptance(
                trustee.vault(),
                trustee.id(),
                RecipientKeys.of(keys.identity().recipient()),
                keys.signing().verificationKey())
            .toBody(),
        keys.signing());
  }

  private Trustee found(Trustee trustee) {
    Optional<Trustee> found =
        here.work.as(here.ann, () -> here.trustees.find(here.vault, trustee.id()));
    return found.orElseThrow();
  }

  @Test
  void accepting_with_the_token_from_the_letter_confirms_key_and_address() {
    var ted = invite("Ted");
    assertThat(ted.state()).isEqualTo(TrusteeState.INVITED);
    var token = invitation();
    var keys = Keys.fresh();
    var accepted = done(here.trustees.accept(token, acceptance(ted, keys)));
    assertThat(accepted.counts()).isTrue();
    assertThat(found(ted).keys()).contains(keys.open());
    assertThat(here.audit.types())
        .containsSubsequence(
            EventType.TRUSTEE_INVITED,
            EventType.LETTER_ACCEPTED,
            EventType.TRUSTEE_ACCEPTED,
            EventType.TRUSTEE_ADDRESS_CONFIRMED,
            EventType.KEY_PUBLISHED);
    assertThat(done(here.trustees.accept(token, acceptance(ted, keys))))
        .as("a client that asks again")
        .isEqualTo(found(ted));
  }

  @Test
  void nobody_becomes_a_trustee_of_their_own_vault() {
    var ted = invite("Ted");
    var token = invitation();
    refused(here.trustees.accept(token, acceptance(ted, here.annsKeys)), TrusteeDesk.NOT_YOUR_OWN);
    var half = new Keys(AgeIdentity.generate(Suite.CLASSIC), here.annsKeys.signing());
    refused(here.trustees.accept(token, acceptance(ted, half)), TrusteeDesk.NOT_YOUR_OWN);
    var otherHalf = new Keys(here.annsKeys.identity(), Keys.fresh().signing());
    refused(here.trustees.accept(token, acceptance(ted, otherHalf)), TrusteeDesk.NOT_YOUR_OWN);
    assertThat(found(ted).state()).isEqualTo(TrusteeState.INVITED);
    assertThat(here.audit.entered().getLast().facts())
        .containsEntry("why", "keys_already_have_a_part");
  }

  @Test
  void one_person_is_not_two_trustees() {
    var ted = invite("Ted");
    var forTed = invitation();
    var eve = invite("Eve");
    var forEve = invitation();
    var keys = Keys.fresh();
    done(here.trustees.accept(forTed, acceptance(ted, keys)));
    refused(here.trustees.accept(forEve, acceptance(eve, keys)), TrusteeDesk.NOT_YOUR_OWN);
  }

  @Test
  void a_link_that_was_used_by_somebody_is_no_longer_valid_for_anybody_else() {
    var ted = invite("Ted");
    var token = invitation();
    done(here.trustees.accept(token, acceptance(ted, Keys.fresh())));
    refused(here.trustees.accept(token, acceptance(ted, Keys.fresh())), Links.REFUSAL);
    assertThat(here.audit.types().getLast()).isEqualTo(EventType.LINK_REFUSED);
  }

  @Test
  void an_acceptance_for_another_invitation_or_signed_by_another_key_is_refused() {
    var ted = invite("Ted");
    var eve = invite("Eve");
    var token = NotifyForTests.token(send().getFirst());
    var keys = Keys.fresh();
    refused(here.trustees.accept(token, acceptance(eve, keys)), "not an acceptance of this");
    var body =
        new TrusteeAcceptance(
                ted.vault(),
                ted.id(),
                RecipientKeys.of(keys.identity().recipient()),
                keys.signing().verificationKey())
            .toBody();
    refused(here.trustees.accept(token, Signed.sign(body, Keys.fresh().signing())), "expected key");
    assertThat(found(ted).state()).isEqualTo(TrusteeState.INVITED);
    assertThat(done(here.trustees.accept(token, acceptance(ted, keys))).counts())
        .as("the link is still good")
        .isTrue();
  }

  @Test
  void a_letter_that_cannot_be_delivered_shows() {
    var ted = invite("Ted");
    here.notify.answers(new Channel.Sent.Refused("550 no such user"));
    var token = invitation();
    assertThat(found(ted).state()).isEqualTo(TrusteeState.UNREACHED);
    assertThat(here.audit.types()).contains(EventType.LETTER_FAILED);
    done(here.trustees.accept(token, acceptance(ted, Keys.fresh())));
    assertThat(found(ted).state()).as("it had arrived after all").isEqualTo(TrusteeState.CONFIRMED);
  }

  @Test
  void a_later_letter_that_bounces_takes_the_confirmation_back_until_another_one_arrives() {
    var ted = invite("Ted");
    var token = invitation();
    var keys = Keys.fresh();
    done(here.trustees.accept(token, acceptance(ted, keys)));
    here.notify.answers(new Channel.Sent.Refused("550 mailbox gone"));
    write(ted);
    send();
    assertThat(found(ted).state()).isEqualTo(TrusteeState.ACCEPTED);
    done(here.trustees.accept(token, acceptance(ted, keys)));
    assertThat(found(ted).state())
        .as("the old letter shows nothing new")
        .isEqualTo(TrusteeState.ACCEPTED);
    here.notify.answers(new Channel.Sent.Accepted("250"));
    write(ted);
    done(here.trustees.accept(NotifyForTests.token(send().getLast()), acceptance(ted, keys)));
    assertThat(found(ted).state()).isEqualTo(TrusteeState.CONFIRMED);
  }

  /** A case about some trigger, as a release would send it. */
  private void write(Trustee trustee) {
    var until = java.time.Instant.now().plusSeconds(3600);
    here.work
        .engine()
        .run(
            () ->
                here.notify
                    .outbox()
                    .add(
                        new Outgoing.Letter(
                            new OutgoingId(UUID.randomUUID()),
                            "witness-vault",
                            new About(
                                    new Scope.OfVault(here.vault),
                                    About.TRIGGER,
                                    UUID.randomUUID(),
                                    1,
                                    "case")
                                .to(trustee.id().value()),
                            java.time.Instant.EPOCH,
                            Outgoing.Evidence.LETTER,
                            Template.TRUSTEE_CASE,
                            here.reach.trustee(here.vault, trustee.id()),
                            Map.of(
                                "alias", "Ann", "due", until.toString(), "until", until.toString()),
                            Optional.of(
                                here.notify
                                    .links()
                                    .create(
                                        LinkPurpose.TRUSTEE,
                                        new Scope.OfVault(here.vault),
                                        trustee.id().value(),
                                        until)))));
  }

  @Test
  void an_invitation_that_was_accepted_before_its_turn_is_not_sent() {
    var ted = invite("Ted");
    here.work
        .engine()
        .run(
            () ->
                here.trusteeRows.become(
                    ted, TrusteeState.CONFIRMED, Optional.of(Keys.fresh().open()), ted.since()));
    assertThat(send()).isEmpty();
    assertThat(here.audit.types()).contains(EventType.LETTER_DROPPED);
  }

  @Test
  void neither_alias_nor_address_can_be_read_in_the_table() {
    invite("A most particular name");
    assertThat(here.everything("trustees")).isNotEmpty().doesNotContain("particular", "ted@");
    assertThat(here.audit.entered().toString()).doesNotContain("particular", "ted@");
  }

  @Test
  void markup_and_sql_in_an_alias_are_text() {
    var wild = "<b onload='x'>\"; DROP TABLE vault_core.trustees; --";
    assertThat(found(invite(wild)).alias().text()).isEqualTo(wild);
  }

  @Test
  void strangers_invite_nobody_and_see_nobody() {
    var stranger = new AccountId(UUID.randomUUID());
    invite("Ted");
    Outcome<Trustee> refused =
        here.work.as(stranger, () -> here.trustees.invite(here.vault, alias("Mallory"), TED));
    refused(refused, "There is no such vault.");
    List<Trustee> seen = here.work.as(stranger, () -> here.trustees.of(here.vault));
    assertThat(seen).isEmpty();
    Outcome<Trustee> nowhere =
        here.work.as(
            stranger,
            () -> here.trustees.invite(new VaultId(UUID.randomUUID()), alias("Mallory"), TED));
    refused(nowhere, "There is no such vault.");
  }

  @Test
  void a_vault_names_a_bounded_number_of_trustees() {
    invite("One");
    invite("Two");
    invite("Three");
    Outcome<Trustee> fourth =
        here.work.as(here.ann, () -> here.trustees.invite(here.vault, alias("Four"), TED));
    refused(fourth, "at most 3");
  }

  @Test
  void nobody_floods_a_stranger_with_invitations_into_many_vaults() {
    for (int i = 0; i < Neighbourhood.LETTERS_PER_DAY; i++) {
      var vault = here.anotherVault();
      done(here.work.as(here.ann, () -> here.trustees.invite(vault, alias("Ted"), TED)));
    }
    var vault = here.anotherVault();
    Outcome<Trustee> oneMore =
        here.work.as(here.ann, () -> here.trustees.invite(vault, alias("Ted"), TED));
    refused(oneMore, "letters a day");
    assertThat(send()).hasSize(Neighbourhood.LETTERS_PER_DAY);
  }

  private static void refused(Outcome<Trustee> outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.refusal().detail()).contains(why));
  }
}
