package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.Unsealing;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.spi.Channel;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.HoldReason;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.internal.TestTriggers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What ends a hold when the owner can no longer end it: trustees who answer late, and a key service
 * that comes back. On real rows, a real log and the real gate.
 */
@ExtendWith(PostgresExtension.class)
class HoldsIT {
  private final TestDatabase database = PostgresExtension.fresh();
  private final AtomicBoolean keyServiceIsAway = new AtomicBoolean();
  private final ReleaseStage stage =
      ReleaseStage.open(
          database, new LocalWork(database.app()), keys(keyServiceIsAway), Duration.ofSeconds(3));

  private static TestKeys keys(AtomicBoolean away) {
    var real = TestKeys.open();
    return real.with(
        (envelope, context) -> {
          if (away.get()) {
            throw new KeyServiceException("away");
          }
          return real.gate().unseal(envelope, context);
        });
  }

  @Test
  void a_trustee_who_answers_late_completes_the_quorum_and_the_owner_gets_the_whole_window() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    var late = stage.world.trustees.get(1);
    var oldLink = stage.link(late);
    stage.confirm(0);
    held(HoldReason.NO_ANSWER);

    var shown = done(stage.cases.look(oldLink));
    assertThat(shown.heldSince()).isPresent();
    assertThat(shown.answerBy()).isBefore(Instant.now());
    done(stage.cases.answer(oldLink, stage.statement(late, shown, true)));

    var triggered = (TriggerState.Triggered) stage.view().state();
    assertThat(triggered.windowEnds()).isEmpty();
    var cleared = steps("cleared");
    assertThat(cleared).hasSize(1);
    assertThat(cleared.getFirst().actor().id()).isEqualTo(late.id().toString());
    assertThat(cleared.getFirst().facts()).containsEntry("to", "verifying");
    assertThat(steps("signal_confirmed").getLast().facts()).containsEntry("to", "triggered");

    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(handOvers()).isEqualTo(2);
    var noticed = stage.entries(EventType.NOTICE_ACCEPTED).getFirst().time();
    var executing =
        stage.entries(EventType.TRIGGER_STEPPED).stream()
            .filter(e -> "executing".equals(e.facts().get("to")))
            .findFirst()
            .orElseThrow()
            .time();
    assertThat(noticed).isAfter(cleared.getFirst().time());
    assertThat(Duration.between(noticed, executing)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void late_answers_wait_in_the_log_until_they_are_enough() {
    stage.arm(1).close();
    held(HoldReason.NO_ANSWER);
    var first = stage.world.trustees.getFirst();
    var yes = stage.statement(first, true);
    var answered = done(stage.cases.answer(stage.link(first), yes));
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.HELD);
    assertThat(stage.entries(EventType.CONFIRMATION_RECORDED)).hasSize(1);
    assertThat(done(stage.cases.answer(stage.link(first), yes)).receipt())
        .isEqualTo(answered.receipt());
    assertThat(refusal(stage.cases.answer(stage.link(first), stage.statement(first, false))))
        .startsWith("confirmation.decision:");
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.HELD);
    assertThat(steps("cleared")).isEmpty();

    stage.confirm(2);
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.TRIGGERED);
    assertThat(steps("signal_confirmed")).hasSize(2);
  }

  @Test
  void a_check_in_during_the_hold_wins_and_late_answers_are_worth_nothing_afterwards() {
    stage.arm(1).close();
    held(HoldReason.NO_ANSWER);
    stage.confirm(0);
    var late = stage.world.trustees.get(1);
    var yes = stage.statement(late, true);
    var link = stage.link(late);
    stage.checkIn();
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
    assertThat(refusal(stage.cases.answer(link, yes))).contains("Nobody asks");

    held(HoldReason.NO_ANSWER);
    assertThat(refusal(stage.cases.answer(link, yes))).startsWith("confirmation.releaseKeysHash:");
    done(stage.cases.answer(stage.link(late), stage.statement(late, true)));
    // The yes of the first trustee belonged to the silence before.
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.HELD);
  }

  @Test
  void late_refusals_that_put_the_quorum_out_of_reach_end_it() {
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(2);
    held(HoldReason.NO_ANSWER);
    refuse(0);
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.HELD);
    refuse(1);
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
    assertThat(steps("signal_refused")).hasSize(2);
    stage.turn();
    assertThat(texts(stage.world.trustees.get(2).id().toString())).anyMatch(HoldsIT::withdraws);
  }

  private static boolean withdraws(String text) {
    return text.contains("no longer stands");
  }

  @Test
  void trustees_who_were_never_asked_because_the_server_slept_can_still_answer() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.WARNED);
    // The tick runs and the outbox does not: nobody makes keys, nobody is asked.
    while (stage.view().state().kind() != TriggerState.Kind.HELD) {
      stage.triggers.sweep();
      ReleaseStage.pause(100);
    }
    assertThat(stage.entries(EventType.RELEASE_KEYS_MADE)).isEmpty();
    stage.turn();
    stage.confirm(0);
    stage.confirm(1);
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(handOvers()).isEqualTo(2);
  }

  @Test
  void everybody_is_told_once_of_a_hold_and_how_it_ends() {
    stage.people.moreAddresses.add(new Destination("mail", "second@example.org"));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    held(HoldReason.NO_ANSWER);
    for (int i = 0; i < 5; i++) {
      stage.turn();
    }
    for (var address : List.of("owner@", "second@")) {
      var owner = heldLetters(address);
      assertThat(owner).hasSize(1);
      assertThat(owner.getFirst())
          .contains("Too few trustees have answered in time.", "/l/check-in/", "late answer");
    }
    var answered = heldLetters(stage.world.trustees.get(0).id().toString());
    assertThat(answered).hasSize(1);
    assertThat(answered.getFirst()).contains("nothing you have to do").doesNotContain("/l/");
    for (int i : List.of(1, 2)) {
      var asked = heldLetters(stage.world.trustees.get(i).id().toString());
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst()).contains("Your answer still counts", "/l/trustee/");
    }
    assertThat(stage.mails().stream().map(Channel.Message::subject).distinct()).hasSize(1);
  }

  @Test
  void the_letter_of_a_hold_is_never_evidence_that_the_owner_was_reached() {
    stage.people.moreAddresses.add(new Destination("mail", "second@example.org"));
    stage.arm(1).close();
    stage.notify.answers(new Channel.Sent.Refused("550 no such box"));
    // What comes after the refusals is the letter of the hold, which goes everywhere all the same.
    while (stage.view().state().kind() != TriggerState.Kind.HELD) {
      stage.triggers.sweep();
      stage.turnUnlessHeld();
    }
    stage.notify.answers(new Channel.Sent.Accepted("250 kept"));
    for (int i = 0; i < 5; i++) {
      stage.turn();
    }
    assertThat(heldLetters("owner@")).isNotEmpty();
    assertThat(heldLetters("second@")).isNotEmpty();
    assertThat(heldLetters(stage.world.trustees.getFirst().id().toString())).isNotEmpty();
    assertThat(stage.entries(EventType.REMINDER_ACCEPTED)).isEmpty();
    assertThat(stage.entries(EventType.NOTICE_ACCEPTED)).isEmpty();
    heldNow(HoldReason.NOT_REACHED);
  }

  @Test
  void a_letter_of_a_hold_that_is_over_is_not_sent() {
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.link(stage.world.trustees.getFirst());
    while (stage.view().state().kind() != TriggerState.Kind.HELD) {
      stage.triggers.sweep();
      ReleaseStage.pause(100);
    }
    stage.checkIn();
    stage.turn();
    assertThat(heldLetters("")).isEmpty();
  }

  @Test
  void a_key_service_that_is_away_at_the_hand_over_delays_it_and_does_not_end_it() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    stage.confirm(1);
    keyServiceIsAway.set(true);
    held(HoldReason.KEY_SERVICE);
    for (int i = 0; i < 3; i++) {
      askAgainNow();
      stage.turn();
      heldNow(HoldReason.KEY_SERVICE);
    }
    assertThat(handOvers()).isZero();
    assertThat(heldLetters("owner@")).hasSize(1);
    assertThat(heldLetters("owner@").getFirst()).contains("keeps keys", "by itself");

    keyServiceIsAway.set(false);
    askAgainNow();
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(handOvers()).isEqualTo(2);
    assertThat(steps("cleared")).hasSize(1);
    assertThat(steps("cleared").getFirst().actor().kind().text()).isEqualTo("system");
    assertThat(heldLetters("owner@")).hasSize(1);
  }

  @Test
  void a_key_service_that_is_away_when_trustees_shall_be_asked_asks_them_later() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    keyServiceIsAway.set(true);
    held(HoldReason.KEY_SERVICE);
    assertThat(stage.entries(EventType.RELEASE_KEYS_MADE)).isEmpty();
    ReleaseStage.pause(3_500); // longer than the time for answers, which begins anew
    keyServiceIsAway.set(false);
    askAgainNow();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    stage.confirm(1);
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(handOvers()).isEqualTo(2);
  }

  @Test
  void an_answer_that_the_gate_cannot_check_now_is_refused_calmly_and_changes_nothing() {
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    var trustee = stage.world.trustees.getFirst();
    var yes = stage.statement(trustee, true);
    keyServiceIsAway.set(true);
    assertThat(refusal(stage.cases.answer(stage.link(trustee), yes))).contains("Try again later");
    assertThat(stage.entries(EventType.CONFIRMATION_RECORDED)).isEmpty();
    keyServiceIsAway.set(false);
    done(stage.cases.answer(stage.link(trustee), yes));
  }

  @Test
  void a_hold_because_of_the_log_waits_for_a_person() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.turn();
    TestTriggers.put(
        database.superuser(),
        stage.trigger,
        new TriggerState.Executing(1, Instant.now(), Optional.empty()));
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    for (int i = 0; i < 5; i++) {
      askAgainNow();
      stage.turn();
    }
    heldNow(HoldReason.LOG);
    assertThat(steps("cleared")).isEmpty();
    assertThat(stage.count("SELECT count(*) FROM vault_core.outbox WHERE name = 'key-service'"))
        .isZero();
  }

  @Test
  void a_packet_for_others_than_the_policy_names_is_held_and_nobody_receives_it() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    var oneTooFew =
        new AnswersOtherwise(
            stage.gate,
            given ->
                new Gate.Given(
                    given.evidence(),
                    new Unsealing.Unsealed(given.unsealed().packets().subList(1, 2), List.of())),
            UnaryOperator.identity());
    var handOver = stage.handOverWith.apply(oneTooFew);
    stage.work.engine().run(() -> handOver.run(stage.handOverTask()));
    heldNow(HoldReason.LOG);
    assertThat(gateRefused()).startsWith("PACKET:");
    assertThat(handOvers()).isZero();
    assertThat(stage.entries(EventType.ESCROW_OPENED)).isEmpty();
  }

  @Test
  void a_policy_that_was_changed_in_its_row_is_held_and_a_check_in_ends_it_all_the_same() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    stage.superuser(
        "UPDATE vault_core.escrow_epochs SET owner_key = '"
            + SigningKey.generate(Suite.HYBRID).verificationKey().text()
            + "'");
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    heldNow(HoldReason.LOG);
    assertThat(gateRefused()).startsWith("POLICY:");
    stage.checkIn();
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
  }

  @Test
  void a_reminder_of_a_silence_that_ended_is_not_sent() {
    stage.arm(1).close();
    stage.turn();
    var reminders =
        "SELECT count(*) FROM vault_core.outbox"
            + " WHERE status = 'waiting' AND occasion LIKE 'reminder\\_%'";
    while (stage.count(reminders) == 0) {
      stage.triggers.sweep();
      ReleaseStage.pause(100);
    }
    stage.checkIn();
    stage.turn();
    assertThat(stage.entries(EventType.LETTER_DROPPED))
        .extracting(entry -> String.valueOf(entry.facts().get("occasion")))
        .anyMatch(occasion -> occasion.startsWith("reminder_"));
    assertThat(stage.entries(EventType.REMINDER_ACCEPTED)).isEmpty();
  }

  private String gateRefused() {
    return String.valueOf(stage.entries(EventType.GATE_REFUSED).getLast().facts().get("why"));
  }

  private void held(HoldReason why) {
    stage.until(TriggerState.Kind.HELD);
    heldNow(why);
    stage.turn();
  }

  private void heldNow(HoldReason why) {
    assertThat(stage.view().state())
        .isInstanceOfSatisfying(
            TriggerState.Held.class, held -> assertThat(held.why()).isEqualTo(why));
  }

  private void refuse(int trustee) {
    var person = stage.world.trustees.get(trustee);
    done(stage.cases.answer(stage.link(person), stage.statement(person, false)));
  }

  private void askAgainNow() {
    stage.superuser(
        "UPDATE vault_core.outbox SET due = clock_timestamp() WHERE name = 'key-service' AND"
            + " status = 'waiting'");
  }

  private List<Entry> steps(String event) {
    return stage.entries(EventType.TRIGGER_STEPPED).stream()
        .filter(e -> event.equals(e.facts().get("event")))
        .toList();
  }

  private List<String> texts(String address) {
    return stage.mails().stream()
        .filter(m -> m.address().startsWith(address))
        .map(Channel.Message::text)
        .toList();
  }

  private List<String> heldLetters(String address) {
    return texts(address).stream().filter(text -> text.contains("plan is held")).toList();
  }

  private int handOvers() {
    return stage.count("SELECT count(*) FROM vault_core.hand_overs");
  }
}
