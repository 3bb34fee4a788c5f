package io.vaultplatform.core.notify.internal;

import static io.vaultplatform.core.notify.internal.PostOffice.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Query;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.internal.HostileSmtp.Manner;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What deliveries and links leave in the real log, where their owner reads it. */
@ExtendWith(PostgresExtension.class)
class EvidenceIT {
  private final PostOffice office;
  private final AuditLog log;

  EvidenceIT(LocalWork work) {
    office = new PostOffice(work);
    log = TestAudit.open(work).log();
    office.log = log;
  }

  private List<Entry> entries(EventType type) {
    return office.work.as(
        office.ann,
        () ->
            log.list(Chain.of(office.vault), Query.ofType(type), OptionalLong.empty(), 10)
                .entries());
  }

  @Test
  void evidence_and_its_absence_stand_in_the_vaults_own_chain() {
    try (var smtp = new HostileSmtp(Manner.POLITE)) {
      var letter = office.reminder(ANN);
      office.add(letter);
      office.worker(smtp.port()).work(1);
      smtp.manner = Manner.UNKNOWN_RECIPIENT;
      office.add(office.reminder(ANN));
      office.worker(smtp.port()).work(1);

      var accepted = entries(EventType.REMINDER_ACCEPTED).getFirst();
      assertThat(accepted.facts())
          .containsEntry("reminder", letter.id().toString())
          .containsEntry("trigger", office.trigger.toString());
      assertThat(entries(EventType.REMINDER_FAILED)).hasSize(1);
      assertThat(accepted.sequence())
          .isLessThan(entries(EventType.REMINDER_FAILED).getFirst().sequence());
    }

    readsWhomALetterWentTo();

    var links = new LinkDesk(office.work.sql(), office.work.engine(), log);
    LinkToken expired =
        office.work.as(
            office.ann,
            () ->
                links.create(
                    LinkPurpose.CHECK_IN,
                    new Scope.OfVault(office.vault),
                    UUID.randomUUID(),
                    Instant.EPOCH));
    links.use(expired.text(), LinkPurpose.CHECK_IN, link -> Outcome.done("never"));
    links.use(
        LinkToken.of(new byte[32]).text(), LinkPurpose.CHECK_IN, link -> Outcome.done("never"));
    assertThat(entries(EventType.LINK_REFUSED))
        .as("the unknown one belongs to nobody's vault")
        .singleElement()
        .satisfies(entry -> assertThat(entry.facts()).containsEntry("why", "expired"));
  }

  private void readsWhomALetterWentTo() {
    var trustee = UUID.randomUUID();
    var letter = office.reminder(ANN);
    office.add(
        new Outgoing.Letter(
            letter.id(),
            letter.product(),
            office.about().to(trustee),
            letter.notBefore(),
            Outgoing.Evidence.LETTER,
            letter.template(),
            letter.to(),
            letter.words(),
            letter.link()));
    try (var smtp = new HostileSmtp(Manner.POLITE)) {
      office.worker(smtp.port()).work(1);
    }
    assertThat(entries(EventType.LETTER_ACCEPTED).getFirst().facts())
        .containsEntry("person", trustee.toString())
        .containsEntry("trigger", office.trigger.toString())
        .containsEntry("epoch", 1L);
    assertThat(entries(EventType.REMINDER_ACCEPTED).getFirst().facts()).doesNotContainKey("person");
  }
}
