package io.vaultplatform.core.notify.internal;

import static io.vaultplatform.core.notify.internal.PostOffice.ANN;
import static io.vaultplatform.core.notify.internal.PostOffice.ANNS_OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.internal.DeliveryFigures.Fate;
import io.vaultplatform.core.notify.internal.HostileSmtp.Manner;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail servers that refuse, hang, drip, break off or are not there. */
@ExtendWith(PostgresExtension.class)
class MailTroubleIT {
  private final PostOffice office;

  MailTroubleIT(LocalWork work) {
    office = new PostOffice(work);
  }

  @BeforeEach
  void nothing_is_left_from_another_test() {
    office
        .work
        .engine()
        .run(
            () ->
                office
                    .work
                    .sql()
                    .update(
                        "UPDATE vault_core.outbox SET status = 'dropped', payload = NULL, ended_at"
                            + " = now() WHERE status = 'waiting'"));
  }

  @Test
  void a_server_that_accepts_is_quoted() {
    try (var smtp = new HostileSmtp(Manner.POLITE)) {
      office.add(office.reminder(ANN));
      office.worker(smtp.port()).work(1);
      assertThat(office.heard.getFirst())
          .isInstanceOfSatisfying(
              Delivery.Accepted.class,
              accepted -> assertThat(accepted.answer()).isEqualTo("250 2.0.0 queued as 4711"));
      assertThat(office.counted).containsExactly(Fate.ACCEPTED);
    }
  }

  @Test
  void an_unknown_recipient_moves_to_the_next_destination_and_then_to_the_dead_letters() {
    try (var smtp = new HostileSmtp(Manner.UNKNOWN_RECIPIENT)) {
      var letter = office.reminder(ANN, ANNS_OTHER);
      office.add(letter);
      var worker = office.worker(smtp.port());
      worker.work(1);
      assertThat(office.status(letter.id())).isEqualTo("waiting 1 0");
      worker.work(1);
      assertThat(office.status(letter.id())).startsWith("dead");
    }
    assertThat(office.heard)
        .hasExactlyElementsOfTypes(Delivery.Failed.class, Delivery.GivenUp.class);
    assertThat(office.counted).containsExactly(Fate.REFUSED, Fate.REFUSED, Fate.GIVEN_UP);
    assertThat(office.audit.types())
        .containsExactly(EventType.REMINDER_FAILED, EventType.REMINDER_FAILED);
    assertThat(office.audit.entered().getLast().facts())
        .containsEntry("why", "550 5.1.1 (address) is nobody")
        .containsEntry("last", true);
    assertThat(
            office
                .work
                .engine()
                .<OutboxRows.Figures>call(() -> office.rows.figures("witness-vault"))
                .givenUp())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void a_refused_message_is_refused_for_good() {
    try (var smtp = new HostileSmtp(Manner.SPAM)) {
      var letter = office.reminder(ANN);
      office.add(letter);
      office.worker(smtp.port()).work(1);
      assertThat(office.status(letter.id())).startsWith("dead");
      assertThat(office.heard).hasExactlyElementsOfTypes(Delivery.GivenUp.class);
    }
  }

  @Test
  void a_temporary_failure_is_tried_again_later_and_nobody_is_told_of_it() {
    try (var smtp = new HostileSmtp(Manner.GREYLISTING)) {
      var letter = office.reminder(ANN);
      office.add(letter);
      var worker = office.worker(smtp.port());
      worker.work(1);
      assertThat(office.status(letter.id())).isEqualTo("waiting 0 1");
      assertThat(worker.work(1)).as("before the wait is over").isZero();
      assertThat(office.heard).isEmpty();
      smtp.manner = Manner.POLITE;
      PostOffice.rest(300);
      worker.work(1);
      assertThat(office.heard).hasExactlyElementsOfTypes(Delivery.Accepted.class);
      assertThat(smtp.messages()).hasSize(1);
      assertThat(office.counted).containsExactly(Fate.NOT_NOW, Fate.ACCEPTED);
    }
  }

  @Test
  void temporary_failures_without_end_become_a_dead_letter() {
    try (var smtp = new HostileSmtp(Manner.GREYLISTING)) {
      var letter = office.reminder(ANN);
      office.add(letter);
      var worker = office.worker(smtp.port());
      worker.work(1);
      PostOffice.rest(300);
      worker.work(1);
      assertThat(office.status(letter.id())).startsWith("dead");
    }
  }

  @Test
  void a_server_that_is_not_there_is_waited_for() {
    int port;
    try (var gone = new HostileSmtp(Manner.POLITE)) {
      port = gone.port();
    }
    var letter = office.reminder(ANN);
    office.add(letter);
    office.worker(port).work(1);
    assertThat(office.status(letter.id())).isEqualTo("waiting 0 1");
    assertThat(office.heard).isEmpty();
  }

  @Test
  void a_silent_server_costs_no_more_than_the_time_limit() {
    bounded(Manner.SILENT);
  }

  @Test
  void a_server_that_drips_costs_no_more_than_the_time_limit() {
    bounded(Manner.DRIPPING);
  }

  private void bounded(Manner manner) {
    try (var smtp = new HostileSmtp(manner)) {
      var letter = office.reminder(ANN);
      office.add(letter);
      var began = Instant.now();
      office.impatient(smtp.port()).work(1);
      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
      assertThat(office.status(letter.id())).isEqualTo("waiting 0 1");
    }
  }

  @Test
  void a_server_that_hangs_up_may_have_the_letter_so_it_comes_again_under_the_same_id() {
    try (var smtp = new HostileSmtp(Manner.HANGS_UP_AFTER_DATA)) {
      var letter = office.reminder(ANN);
      office.add(letter);
      var worker = office.worker(smtp.port());
      worker.work(1);
      smtp.manner = Manner.POLITE;
      PostOffice.rest(300);
      worker.work(1);
      assertThat(smtp.messages())
          .hasSize(2)
          .allSatisfy(
              mail ->
                  assertThat(mail).contains("Message-ID: <" + letter.id() + "@vault.example.org>"));
      assertThat(office.heard).hasExactlyElementsOfTypes(Delivery.Accepted.class);
    }
  }
}
