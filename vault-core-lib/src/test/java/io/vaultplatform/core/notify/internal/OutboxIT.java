package io.vaultplatform.core.notify.internal;

import static io.vaultplatform.core.notify.internal.PostOffice.ANN;
import static io.vaultplatform.core.notify.internal.PostOffice.ANNS_OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.internal.DeliveryFigures.Fate;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The outbox on a real database and a real mail server, and what crashes do to it. */
@ExtendWith(PostgresExtension.class)
class OutboxIT {
  private final PostOffice office;
  private final GreenMail mailbox =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  OutboxIT(LocalWork work) {
    office = new PostOffice(work);
  }

  @BeforeEach
  void open() {
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
    mailbox.start();
  }

  @AfterEach
  void close() {
    mailbox.stop();
  }

  private int port() {
    return mailbox.getSmtp().getPort();
  }

  private List<MimeMessage> received() {
    return Arrays.asList(mailbox.getReceivedMessages());
  }

  @Test
  void a_letter_goes_out_after_the_commit_and_its_acceptance_is_entered_and_told()
      throws MessagingException, IOException {
    var letter = office.reminder(ANN);
    office.add(letter);
    assertThat(office.worker(port()).work(10)).isEqualTo(1);

    var mail = received().getFirst();
    assertThat(mail.getMessageID()).isEqualTo("<" + letter.id() + "@vault.example.org>");
    assertThat(mail.getAllRecipients()).singleElement().hasToString("ann@example.org");
    assertThat(mail.getSubject()).isEqualTo("A short note for you");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getContent().toString())
        .contains("https://vault.example.org/l/check-in/" + letter.link().orElseThrow().text())
        .contains("22 November 2026, 03:00:00 UTC.")
        .contains("3 days.");

    var entry = office.audit.entered().getFirst();
    assertThat(entry.type()).isEqualTo(EventType.REMINDER_ACCEPTED);
    assertThat(entry.facts())
        .containsEntry("reminder", letter.id().toString())
        .containsEntry("trigger", office.trigger.toString())
        .containsEntry("epoch", 1L)
        .containsEntry("channel", "mail");
    assertThat(office.heard)
        .singleElement()
        .isInstanceOfSatisfying(
            Delivery.Accepted.class,
            accepted -> {
              assertThat(accepted.about()).isEqualTo(office.about());
              assertThat(accepted.answer()).startsWith("250");
            });
    assertThat(office.status(letter.id())).isEqualTo("done 0 0");
    assertThat(office.worker(port()).work(10)).isZero();
  }

  @Test
  void a_decision_that_was_rolled_back_sends_nothing() {
    Outcome<String> refused =
        office.work.as(
            office.ann,
            () -> {
              office.rows.add(office.reminder(ANN));
              return Outcome.refused(Refusal.of(Refusal.Reason.CONFLICT, "not now"));
            });
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(office.worker(port()).work(10)).isZero();
    assertThat(received()).isEmpty();
  }

  @Test
  void adding_the_same_id_twice_sends_one_letter() {
    var letter = office.reminder(ANN);
    office.add(letter);
    office.add(letter);
    office.worker(port()).work(10);
    office.add(letter);
    office.worker(port()).work(10);
    assertThat(received()).hasSize(1);
  }

  @Test
  void neither_the_address_nor_the_alias_nor_the_link_can_be_read_in_the_table() {
    var letter = office.invitation("A very particular alias");
    office.add(letter);
    var row = office.row(letter.id());
    var bytes =
        new String(
            HexFormat.of().parseHex(row.replaceAll("(?s).*\\\\\\\\x([0-9a-f]+).*", "$1")),
            StandardCharsets.ISO_8859_1);
    for (var secret :
        List.of("ann@example.org", "particular", letter.link().orElseThrow().text())) {
      assertThat(row).doesNotContain(secret);
      assertThat(bytes).doesNotContain(secret);
    }
    assertThat(bytes.length()).isGreaterThan(100);
  }

  @Test
  void once_gone_nothing_of_the_payload_is_kept() {
    var letter = office.reminder(ANN);
    office.add(letter);
    assertThat(office.row(letter.id())).contains("\\\\x");
    office.worker(port()).work(10);
    assertThat(office.row(letter.id())).doesNotContain("\\\\x");
  }

  @Test
  void a_payload_moved_to_another_row_does_not_open_and_ends_as_a_dead_letter() {
    var letter = office.reminder(ANN);
    var other = office.reminder(ANNS_OTHER);
    office.add(letter);
    office.add(other);
    office
        .work
        .engine()
        .run(
            () ->
                office
                    .work
                    .sql()
                    .updateOne(
                        """
                        UPDATE vault_core.outbox SET payload = (SELECT payload FROM vault_core.outbox WHERE id = ?)
                         WHERE id = ?
                        """,
                        other.id().value(),
                        letter.id().value()));
    var worker = office.worker(port());
    worker.work(10);
    PostOffice.rest(300);
    worker.work(10);
    assertThat(office.status(letter.id())).startsWith("dead");
    assertThat(received()).hasSize(1);
  }

  @Test
  void a_letter_whose_reason_no_longer_holds_is_dropped_and_that_is_entered() {
    office.rechecks.add(about -> new Recheck.Verdict.Stale("the trigger is no longer armed"));
    var letter = office.reminder(ANN);
    office.add(letter);
    office.worker(port()).work(10);
    assertThat(received()).isEmpty();
    assertThat(office.audit.types()).containsExactly(EventType.LETTER_DROPPED);
    assertThat(office.heard).singleElement().isInstanceOf(Delivery.Dropped.class);
    assertThat(office.status(letter.id())).startsWith("dropped");
  }

  @Test
  void a_withdrawn_letter_does_not_go_out() {
    office.add(office.reminder(ANN));
    office.work.run(office.ann, () -> office.rows.withdraw(office.about()));
    assertThat(office.worker(port()).work(10)).isZero();
    assertThat(received()).isEmpty();
  }

  @Test
  void a_crash_between_acceptance_and_commit_repeats_the_letter_under_the_same_message_id()
      throws MessagingException {
    var letter = office.reminder(ANN);
    office.add(letter);
    // Claim, read, open, re-check, then the record: the fifth transaction of a letter.
    var crashing = new Crashing(office.work.engine(), 5, new Crash());
    assertThatThrownBy(
            () ->
                office
                    .worker(
                        PostOffice.mail(port(), "PT20S", "PT30S"),
                        crashing,
                        Duration.ofMillis(1500))
                    .work(10))
        .isInstanceOf(Crash.class);
    assertThat(received()).hasSize(1);
    assertThat(office.heard).isEmpty();
    assertThat(office.worker(port()).work(10)).as("while the claim stands").isZero();

    PostOffice.rest(1600);
    assertThat(office.worker(port()).work(10)).isEqualTo(1);
    assertThat(received()).hasSize(2);
    assertThat(received().get(0).getMessageID()).isEqualTo(received().get(1).getMessageID());
    assertThat(office.heard).singleElement().isInstanceOf(Delivery.Accepted.class);
    assertThat(office.audit.types()).containsExactly(EventType.REMINDER_ACCEPTED);
  }

  @Test
  void a_listener_that_fails_takes_the_record_back_and_the_letter_goes_out_again() {
    var times = new AtomicInteger();
    office.listeners.add(
        delivery -> {
          if (times.incrementAndGet() == 1) {
            throw new IllegalStateException("the trigger's row could not be written");
          }
        });
    var letter = office.reminder(ANN);
    office.add(letter);
    var worker = office.worker(port());
    worker.work(10);
    assertThat(office.status(letter.id())).isEqualTo("waiting 0 1");
    PostOffice.rest(300);
    worker.work(10);
    assertThat(office.status(letter.id())).startsWith("done");
    assertThat(received()).hasSize(2);
    assertThat(office.counted)
        .as("an outcome that was taken back is not counted")
        .containsExactly(Fate.NOT_NOW, Fate.ACCEPTED);
  }

  @Test
  void a_listener_that_fails_each_time_does_not_have_the_letter_sent_for_ever() {
    office.listeners.add(
        delivery -> {
          throw new IllegalStateException("the trigger's row could not be written");
        });
    var letter = office.reminder(ANN);
    office.add(letter);
    var worker = office.worker(port());
    for (int tries = 1; tries <= 6; tries++) {
      worker.work(10);
      PostOffice.rest(300);
    }
    assertThat(office.status(letter.id())).startsWith("dead");
    assertThat(received()).as("two tries, and two to tell of their failure").hasSize(4);
    assertThat(office.counted).doesNotContain(Fate.ACCEPTED).endsWith(Fate.GIVEN_UP);
    assertThat(office.audit.types()).endsWith(EventType.REMINDER_FAILED);
    assertThat(
            office
                .work
                .engine()
                .<OutboxRows.Figures>call(() -> office.rows.figures("witness-vault"))
                .givenUp())
        .isPositive();
  }

  @Test
  void a_row_that_cannot_be_read_stays_claimed_and_the_others_go_out() {
    var unreadable = office.reminder(ANN);
    var other = office.reminder(ANNS_OTHER);
    office.add(unreadable);
    office.add(other);
    var failing =
        new Crashing(office.work.engine(), 2, new IllegalArgumentException("a kind of old"));
    var worker =
        office.worker(PostOffice.mail(port(), "PT20S", "PT30S"), failing, Duration.ofMinutes(1));
    assertThat(worker.work(10)).isEqualTo(2);
    assertThat(received()).hasSize(1);
    assertThat(List.of(office.status(unreadable.id()), office.status(other.id())))
        .containsExactlyInAnyOrder("waiting 0 0", "done 0 0");
  }

  @Test
  void the_database_keeps_no_waiting_row_without_its_payload() {
    var letter = office.reminder(ANN);
    office.add(letter);
    assertThatThrownBy(
            () ->
                office
                    .work
                    .engine()
                    .run(
                        () ->
                            office
                                .work
                                .sql()
                                .update(
                                    "UPDATE vault_core.outbox SET payload = NULL WHERE id = ?",
                                    letter.id().value())))
        .hasMessageContaining("23514");
  }

  @Test
  void the_engine_cannot_turn_a_letter_to_another_vault_or_occasion() {
    for (var column : List.of("vault_id = gen_random_uuid()", "occasion = 'other'")) {
      assertThatThrownBy(
              () ->
                  office
                      .work
                      .engine()
                      .run(
                          () -> office.work.sql().update("UPDATE vault_core.outbox SET " + column)))
          .as(column)
          .hasMessageContaining("42501");
    }
  }

  @Test
  void tasks_do_not_wait_behind_letters_to_a_slow_server_nor_do_they_silence_them() {
    var order = new StringBuilder();
    office.runners.add(
        new TaskRunner() {
          @Override
          public String name() {
            return "make-keys";
          }

          @Override
          public void run(Outgoing.Task what) {
            order.append('t');
          }
        });
    var about = new About(new Scope.OfVault(office.vault), "trigger", office.trigger, 1, "keys");
    for (int i = 0; i < 6; i++) {
      office.add(office.reminder(ANN));
      office.add(
          new Outgoing.Task(
              new OutgoingId(UUID.randomUUID()),
              "witness-vault",
              about,
              Instant.EPOCH.plusSeconds(1),
              "make-keys",
              Map.of()));
    }
    var channel =
        new Channel() {
          @Override
          public Sent send(Message message) {
            order.append('l');
            return new Sent.Accepted("250");
          }

          @Override
          public void close() {}
        };
    office.worker(channel, office.work.engine(), Duration.ofMinutes(1)).work(20);
    assertThat(order).hasToString("ttttlttlllll");
  }

  @Test
  void two_workers_send_forty_letters_exactly_once() throws Exception {
    var letters = new ArrayList<Outgoing.Letter>();
    for (int i = 0; i < 40; i++) {
      letters.add(office.reminder(ANN));
      office.add(letters.getLast());
    }
    try (var threads = Executors.newFixedThreadPool(2)) {
      var both = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 2; i++) {
        both.add(threads.submit(() -> office.worker(port()).work(100)));
      }
      assertThat(both.get(0).get() + both.get(1).get()).isEqualTo(40);
    }
    assertThat(received().stream().map(OutboxIT::messageId).distinct()).hasSize(40);
    assertThat(received()).hasSize(40);
    assertThat(office.heard).hasSize(40);
  }

  @Test
  void a_server_takes_only_its_own_products_rows() {
    var letter = office.reminder(ANN);
    office.add(
        new Outgoing.Letter(
            letter.id(),
            "final-file",
            letter.about(),
            letter.notBefore(),
            letter.evidence(),
            letter.template(),
            letter.to(),
            letter.words(),
            letter.link()));
    assertThat(office.worker(port()).work(10)).isZero();
  }

  @Test
  void nobody_adds_letters_to_a_vault_that_is_not_theirs() {
    var stranger = new AccountId(UUID.randomUUID());
    var letter = office.reminder(ANN);
    assertThatThrownBy(() -> office.work.run(stranger, () -> office.rows.add(letter)))
        .hasMessageContaining("42501");
  }

  @Test
  void an_owner_cannot_read_a_payload_and_a_stranger_sees_no_row() {
    office.add(office.reminder(ANN));
    assertThatThrownBy(
            () ->
                office.work.as(
                    office.ann,
                    () ->
                        office.work.sql().list("SELECT payload FROM vault_core.outbox", row -> 1)))
        .hasMessageContaining("42501");
    List<Integer> seen =
        office.work.as(
            new AccountId(UUID.randomUUID()),
            () -> office.work.sql().list("SELECT id FROM vault_core.outbox", row -> 1));
    assertThat(seen).isEmpty();
  }

  @Test
  void markup_and_sql_in_an_alias_arrive_as_they_were_written() throws Exception {
    var alias = "<script>alert(1)</script>'; DROP TABLE vault_core.outbox; -- {signature}";
    office.add(office.invitation(alias));
    office.worker(port()).work(10);
    assertThat(received().getFirst().getContent().toString()).contains("    " + alias + "\r\n");
  }

  @Test
  void a_task_is_run_in_one_transaction_with_its_end_and_tried_again_when_it_fails() {
    var about = new About(new Scope.OfVault(office.vault), "trigger", office.trigger, 1, "keys");
    var task =
        new Outgoing.Task(
            new OutgoingId(UUID.randomUUID()),
            "witness-vault",
            about,
            Instant.EPOCH,
            "make-keys",
            Map.of("stage", "1"));
    var seen = new ArrayList<Map<String, String>>();
    office.runners.add(
        new TaskRunner() {
          @Override
          public String name() {
            return "make-keys";
          }

          @Override
          public void run(Outgoing.Task what) {
            seen.add(what.words());
            if (seen.size() <= 5) {
              throw new IllegalStateException("not yet");
            }
          }
        });
    office.add(task);
    var worker = office.worker(port());
    worker.work(1);
    assertThat(office.status(task.id())).isEqualTo("waiting 0 1");
    // More often than any letter is tried here: a task is never given up.
    for (int failures = 2; failures <= 5; failures++) {
      PostOffice.rest(300);
      worker.work(1);
      assertThat(office.status(task.id())).isEqualTo("waiting 0 " + failures);
    }
    PostOffice.rest(300);
    worker.work(1);
    assertThat(office.status(task.id())).startsWith("done");
    assertThat(seen).hasSize(6).containsOnly(Map.of("stage", "1"));
  }

  @Test
  void listeners_lock_before_the_entry_is_appended() {
    var order = new ArrayList<String>();
    office.listeners.add(
        new DeliveryListener() {
          @Override
          public void lock(About about) {
            order.add("lock with " + office.audit.entered().size() + " entries");
          }

          @Override
          public void heard(Delivery delivery) {
            order.add("heard with " + office.audit.entered().size() + " entries");
          }
        });
    office.add(office.reminder(ANN));
    office.worker(port()).work(10);
    assertThat(order).containsExactly("lock with 0 entries", "heard with 1 entries");
  }

  private static String messageId(MimeMessage mail) {
    try {
      return mail.getMessageID();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The machine stops. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Engine work that fails instead of doing its nth transaction. */
  private static final class Crashing implements EngineWork {
    private final EngineWork engine;
    private final int nth;
    private final Throwable with;
    private final AtomicInteger count = new AtomicInteger();

    Crashing(EngineWork engine, int nth, Throwable with) {
      this.engine = engine;
      this.nth = nth;
      this.with = with;
    }

    @Override
    public <T> T call(Supplier<T> work) {
      if (count.incrementAndGet() == nth) {
        switch (with) {
          case Error crash -> throw crash;
          case RuntimeException failure -> throw failure;
          default -> throw new AssertionError(with);
        }
      }
      return engine.call(work);
    }
  }
}
