package io.vaultplatform.core.people.internal;

import static io.vaultplatform.core.people.internal.Neighbourhood.alias;
import static io.vaultplatform.core.people.internal.Neighbourhood.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.MailAddress;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.people.Recipient;
import io.vaultplatform.core.people.RecipientCode;
import io.vaultplatform.core.people.RecipientState;
import io.vaultplatform.core.people.Recipients.Admission;
import io.vaultplatform.core.people.internal.Neighbourhood.Keys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Recipients: link and code, limited tries, and nothing else opens the door. */
@ExtendWith(PostgresExtension.class)
class RecipientsIT {
  private static final MailAddress ROSE = new MailAddress("rose@example.org");
  private final Neighbourhood here;
  private final RecipientCode code = RecipientCode.of(Randomness.bytes(10));
  private final Recipient rose;

  RecipientsIT(LocalWork work) {
    here = new Neighbourhood(work);
    rose =
        done(
            here.work.as(
                here.ann,
                () ->
                    here.recipients.add(
                        here.vault,
                        alias("Rose, a particular person"),
                        ROSE,
                        Optional.of(Keys.fresh().open()),
                        code.hash(Randomness.bytes(16)))));
  }

  private String link(Duration valid) {
    return here.work
        .engine()
        .<LinkToken>call(
            () ->
                here.notify
                    .links()
                    .create(
                        LinkPurpose.RECIPIENT,
                        new Scope.OfVault(here.vault),
                        rose.id().value(),
                        Instant.now().plus(valid)))
        .text();
  }

  @Test
  void link_and_code_together_open_the_door_and_the_session_keeps_it_open() {
    var admission =
        done(
            here.recipients.admit(
                link(Duration.ofHours(1)), code.text().toLowerCase(java.util.Locale.ROOT)));
    assertThat(admission.recipient()).isEqualTo(rose);
    assertThat(done(here.recipients.admitted(admission.session().text()))).isEqualTo(rose);
    assertThat(here.recipients.admitted("nonsense")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void the_link_of_the_letter_is_no_session_and_a_session_is_no_link() {
    var link = link(Duration.ofHours(1));
    assertThat(here.recipients.admitted(link)).isInstanceOf(Outcome.Refused.class);
    var session = done(here.recipients.admit(link, code.text())).session().text();
    refused(here.recipients.admit(session, code.text()), Links.REFUSAL);
  }

  @Test
  void wrong_codes_are_counted_and_after_some_each_waits_but_the_right_one_never_does() {
    var link = link(Duration.ofHours(1));
    for (var wrong : List.of("", "0000-0000-0000-0000", "'; DROP TABLE x; --")) {
      refused(here.recipients.admit(link, wrong), RecipientDesk.WRONG_CODE);
    }
    var waits = here.recipients.admit(link, "0000-0000-0000-0000");
    refused(waits, "too many did not");
    assertThat(waits)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.refusal().retryAfter())
                    .hasValueSatisfying(wait -> assertThat(wait).isPositive()));
    assertThat(here.audit.types()).filteredOn(EventType.RECIPIENT_CODE_REFUSED::equals).hasSize(4);
    assertThat(here.recipients.admit(link, code.text())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void another_letter_gives_no_further_tries() {
    for (int i = 0; i < 3; i++) {
      refused(
          here.recipients.admit(link(Duration.ofHours(1)), "0000-0000-0000-0000"),
          RecipientDesk.WRONG_CODE);
    }
    refused(
        here.recipients.admit(link(Duration.ofHours(1)), "0000-0000-0000-0000"),
        "too many did not");
  }

  @Test
  void unknown_link_and_wrong_code_take_the_same_time() {
    var link = link(Duration.ofHours(1));
    here.recipients.admit(link, "0000-0000-0000-0000");
    var unknown = time(() -> here.recipients.admit(LinkToken.of(new byte[32]).text(), code.text()));
    var wrong = time(() -> here.recipients.admit(link, "0000-0000-0000-0000"));
    assertThat(unknown).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(wrong).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(unknown.minus(wrong).abs()).isLessThan(Duration.ofMillis(200));
  }

  private static Duration time(Runnable run) {
    var began = System.nanoTime();
    run.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void an_expired_link_is_refused_even_with_the_code() {
    refused(here.recipients.admit(link(Duration.ofMillis(-1)), code.text()), Links.REFUSAL);
  }

  @Test
  void the_table_knows_neither_code_nor_alias_nor_address() {
    assertThat(here.everything("recipients"))
        .isNotEmpty()
        .doesNotContain(code.text(), code.text().replace("-", ""), "particular", "rose@");
    assertThat(here.audit.entered().toString()).doesNotContain("particular", "rose@");
  }

  @Test
  void keys_are_published_in_the_log() {
    assertThat(here.audit.types())
        .containsExactly(EventType.RECIPIENT_ADDED, EventType.KEY_PUBLISHED);
    assertThat(here.audit.entered().getLast().facts())
        .containsEntry("recipient", rose.keys().orElseThrow().recipient().text())
        .containsEntry("fingerprint", rose.keys().orElseThrow().fingerprint());
  }

  @Test
  void whether_they_were_told_shows_with_them() {
    assertThat(told(new Channel.Sent.Accepted("250"))).isEqualTo(RecipientState.TOLD);
    assertThat(told(new Channel.Sent.Refused("550"))).isEqualTo(RecipientState.UNREACHED);
  }

  private RecipientState told(Channel.Sent answer) {
    var about =
        new About(new Scope.OfVault(here.vault), About.TRIGGER, UUID.randomUUID(), 1, "release")
            .to(rose.id().value());
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
                            about,
                            Instant.EPOCH,
                            Outgoing.Evidence.LETTER,
                            Template.RECIPIENT_RELEASE,
                            here.reach.recipient(here.vault, rose.id()),
                            Map.of("alias", "Ann", "until", "2027-01-01T00:00:00Z"),
                            Optional.of(LinkToken.of(Randomness.bytes(32))))));
    here.notify.answers(answer);
    here.notify.send(List.of(here.deliveries), List.of(here.deliveries));
    Optional<Recipient> found =
        here.work.as(here.ann, () -> here.recipients.find(here.vault, rose.id()));
    return found.orElseThrow().state();
  }

  @Test
  void one_key_is_not_two_recipients() {
    Outcome<Recipient> again =
        here.work.as(
            here.ann,
            () ->
                here.recipients.add(
                    here.vault,
                    alias("Again"),
                    ROSE,
                    rose.keys(),
                    code.hash(Randomness.bytes(16))));
    assertThat(again)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().field()).contains("recipient"));
  }

  @Test
  void those_who_have_no_key_of_a_suite_are_named_as_the_owner_calls_them() {
    var keys = new PeoplesKeys(here.trusteeRows, here.recipientRows);
    assertThat(here.work.as(here.ann, () -> keys.without(here.vault, Suite.CLASSIC))).isEmpty();
    assertThat(here.work.as(here.ann, () -> keys.without(here.vault, Suite.HYBRID)))
        .containsExactly("Rose, a particular person");
  }

  private static void refused(Outcome<Admission> outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.refusal().detail()).contains(why));
  }
}
