package io.vaultplatform.core.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Executed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Kind;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Rescinded;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The stories of the transition table, told one by one; the laws tell the rest. */
class TriggerMachineTest {
  private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");
  private static final SignalSource ANNA = new SignalSource(new UUID(0, 1));
  private static final SignalSource BEN = new SignalSource(new UUID(0, 2));
  private static final SignalSource CLEO = new SignalSource(new UUID(0, 3));

  private final Plan plan = Plans.holding();
  private final List<Effect> effects = new ArrayList<>();
  private TriggerState state = new TriggerState.Draft();
  private Instant now = START;

  @Test
  void a_silent_owner_is_reminded_warned_asked_for_told_and_only_then_released_in_stages() {
    toExecuting();
    assertThat(effects)
        .containsExactly(
            new Effect.SendReminder(Effect.Urgency.MISSED),
            new Effect.MakeReleaseKeys(),
            new Effect.AskTrustees(),
            new Effect.NotifyOwnerOfWindow(),
            new Effect.HandOver(1));
    effects.clear();
    moved(new TriggerEvent.StageDone(now, 1));
    later(Plans.STAGE);
    moved(new TriggerEvent.Tick(now));
    moved(new TriggerEvent.StageDone(now, 2));
    later(Plans.STAGE);
    moved(new TriggerEvent.Tick(now));
    assertThat(state).isEqualTo(new Executed(now));
    assertThat(effects)
        .containsExactly(
            new Effect.TellRecipients(1),
            new Effect.HandOver(2),
            new Effect.TellRecipients(2),
            new Effect.DestroyReleaseKeys(),
            new Effect.DestroyPlatformShares());
  }

  @Test
  void a_server_that_slept_for_a_year_still_warns_and_waits_before_it_releases() {
    arm();
    later(Duration.ofDays(365));
    moved(new TriggerEvent.Tick(now));
    assertThat(state.kind()).isEqualTo(Kind.ARMED);
    stayed(new TriggerEvent.Tick(now));
    moved(new TriggerEvent.ReminderAccepted(now, now, "mail"));
    assertThat(((Warned) state).graceEnds()).hasValue(now.plus(Plans.GRACE));
    later(Plans.GRACE.minusSeconds(1));
    moved(new TriggerEvent.Tick(now));
    assertThat(state.kind()).isEqualTo(Kind.WARNED);
  }

  @Test
  void reminders_go_out_before_the_deadline_and_each_once() {
    arm();
    later(Plans.INTERVAL.minusDays(2));
    moved(new TriggerEvent.Tick(now));
    stayed(new TriggerEvent.Tick(now));
    later(Duration.ofHours(36));
    moved(new TriggerEvent.Tick(now));
    stayed(new TriggerEvent.Tick(now));
    assertThat(effects)
        .containsExactly(
            new Effect.SendReminder(Effect.Urgency.EARLY),
            new Effect.SendReminder(Effect.Urgency.EARLY));
    stayed(new TriggerEvent.ReminderAccepted(now, now, "mail"));
    later(Duration.ofHours(12));
    moved(new TriggerEvent.Tick(now));
    assertThat(((Armed) state).silent()).hasValue(now);
  }

  @Test
  void a_silence_without_an_accepted_reminder_never_leads_on() {
    arm();
    later(Plans.INTERVAL);
    for (int day = 0; day < 1000; day++) {
      moved(new TriggerEvent.Tick(now));
      assertThat(state.kind()).isEqualTo(Kind.ARMED);
      later(Duration.ofDays(1));
    }
  }

  @Test
  void a_mail_about_an_earlier_silence_that_is_accepted_late_starts_nothing() {
    arm();
    later(Plans.INTERVAL);
    moved(new TriggerEvent.Tick(now));
    var earlier = now;
    moved(new TriggerEvent.CheckIn(now));
    later(Plans.INTERVAL);
    moved(new TriggerEvent.Tick(now));
    stayed(new TriggerEvent.ReminderAccepted(now, earlier, "mail"));
    stayed(new TriggerEvent.EveryChannelFailed(now, earlier));
  }

  @Test
  void an_owner_who_cannot_be_reached_holds_the_trigger_until_somebody_clears_it() {
    toWarned();
    moved(new TriggerEvent.EveryChannelFailed(now, ((Warned) state).asked()));
    assertThat(state)
        .isInstanceOfSatisfying(
            Held.class, held -> assertThat(held.why()).isEqualTo(HoldReason.NOT_REACHED));
    later(Duration.ofDays(365));
    stayed(new TriggerEvent.Tick(now));
    moved(new TriggerEvent.Cleared(now));
    assertThat(((Warned) state).graceEnds()).isEmpty();
    moved(new TriggerEvent.ReminderAccepted(now, now, "mail"));
    assertThat(((Warned) state).graceEnds()).hasValue(now.plus(Plans.GRACE));
  }

  @Test
  void a_check_in_wins_over_everything_before_the_first_hand_over() {
    toExecuting();
    moved(new TriggerEvent.CheckIn(now));
    assertThat(((Armed) state).deadline()).isEqualTo(now.plus(Plans.INTERVAL));
    assertThat(effects).last().isEqualTo(new Effect.DestroyReleaseKeys());
    refused(new TriggerEvent.StageDone(now, 1));
  }

  @Test
  void after_the_first_hand_over_a_check_in_is_refused_and_an_abort_rescinds() {
    toExecuting();
    refused(new TriggerEvent.Abort(now));
    moved(new TriggerEvent.StageDone(now, 1));
    refused(new TriggerEvent.CheckIn(now));
    refused(new TriggerEvent.ChallengeByOwner(now));
    refused(new TriggerEvent.Cancel(now));
    moved(new TriggerEvent.Abort(now));
    assertThat(state).isEqualTo(new Rescinded(now));
    assertThat(effects).endsWith(new Effect.FreezeRelease());
  }

  @Test
  void a_release_held_between_its_stages_can_be_aborted_but_not_undone() {
    toExecuting();
    moved(new TriggerEvent.StageDone(now, 1));
    moved(new TriggerEvent.ChallengeByContact(now, BEN));
    refused(new TriggerEvent.CheckIn(now));
    refused(new TriggerEvent.Cancel(now));
    moved(new TriggerEvent.Abort(now));
    assertThat(state.kind()).isEqualTo(Kind.RESCINDED);
  }

  @Test
  void one_trustee_counts_once_and_a_refusal_outweighs_a_confirmation() {
    toVerifying();
    moved(new TriggerEvent.SignalConfirmed(now, ANNA));
    stayed(new TriggerEvent.SignalConfirmed(now, ANNA));
    moved(new TriggerEvent.SignalRefused(now, ANNA));
    refused(new TriggerEvent.SignalConfirmed(now, ANNA));
    moved(new TriggerEvent.SignalConfirmed(now, BEN));
    assertThat(state.kind()).isEqualTo(Kind.VERIFYING);
    moved(new TriggerEvent.SignalConfirmed(now, CLEO));
    assertThat(state.kind()).isEqualTo(Kind.TRIGGERED);
  }

  @Test
  void refusals_that_put_the_quorum_out_of_reach_arm_the_trigger_again() {
    toVerifying();
    moved(new TriggerEvent.SignalRefused(now, ANNA));
    moved(new TriggerEvent.SignalRefused(now, BEN));
    assertThat(((Armed) state).deadline()).isEqualTo(now.plus(Plans.INTERVAL));
    assertThat(effects).endsWith(new Effect.DestroyReleaseKeys());
  }

  @Test
  void without_an_answer_a_holding_product_holds() {
    toVerifying();
    later(Plans.VERIFY);
    moved(new TriggerEvent.Tick(now));
    assertThat(((Held) state).why()).isEqualTo(HoldReason.NO_ANSWER);
    refused(new TriggerEvent.SignalConfirmed(now, ANNA));
    moved(new TriggerEvent.Cleared(now));
    assertThat(((Verifying) state).answerBy()).isEqualTo(now.plus(Plans.VERIFY));
  }

  @Test
  void a_challenge_by_a_contact_holds_and_clearing_starts_the_window_anew() {
    toTriggered();
    moved(new TriggerEvent.NoticesAccepted(now, now));
    moved(new TriggerEvent.ChallengeByContact(now, BEN));
    later(Duration.ofDays(30));
    stayed(new TriggerEvent.Tick(now));
    moved(new TriggerEvent.Cleared(now));
    assertThat(((Triggered) state).windowEnds()).isEmpty();
    moved(new TriggerEvent.NoticesAccepted(now, now));
    assertThat(((Triggered) state).windowEnds()).hasValue(now.plus(Plans.CHALLENGE));
  }

  @Test
  void the_challenge_window_waits_for_a_notice_that_is_accepted() {
    toTriggered();
    later(Duration.ofDays(100));
    moved(new TriggerEvent.Tick(now));
    assertThat(state.kind()).isEqualTo(Kind.TRIGGERED);
    assertThat(effects).endsWith(new Effect.NotifyOwnerOfWindow());
  }

  @Test
  void a_pause_ends_by_itself_with_a_full_interval() {
    arm();
    refused(new TriggerEvent.Pause(now, now));
    refused(new TriggerEvent.Pause(now, now.plus(Duration.ofDays(4000))));
    moved(new TriggerEvent.Pause(now, now.plus(Duration.ofDays(90))));
    later(Duration.ofDays(30));
    stayed(new TriggerEvent.CheckIn(now));
    assertThat(state).isInstanceOf(Paused.class);
    later(Duration.ofDays(60));
    moved(new TriggerEvent.Tick(now));
    assertThat(((Armed) state).deadline()).isEqualTo(now.plus(Plans.INTERVAL));
  }

  @Test
  void a_gate_that_refuses_holds_the_release_where_it_can_be_seen() {
    toExecuting();
    moved(new TriggerEvent.Doubt(now, HoldReason.LOG));
    refused(new TriggerEvent.StageDone(now, 1));
    moved(new TriggerEvent.Cleared(now));
    assertThat(state).isEqualTo(new Executing(1, now, java.util.Optional.empty()));
    assertThat(effects).endsWith(new Effect.HandOver(1));
  }

  @Test
  void disarming_and_cancelling_destroy_the_platforms_shares() {
    arm();
    moved(new TriggerEvent.Disarm(now));
    assertThat(effects).containsExactly(new Effect.DestroyPlatformShares());
    arm();
    moved(new TriggerEvent.Cancel(now));
    assertThat(effects)
        .endsWith(new Effect.DestroyReleaseKeys(), new Effect.DestroyPlatformShares());
    refused(new TriggerEvent.Arm(now));
    refused(new TriggerEvent.CheckIn(now));
  }

  @Test
  void every_state_says_who_may_object_and_until_when() {
    toWarned();
    assertThat(state.challengers()).containsExactly(TriggerState.Challenger.OWNER);
    assertThat(state.challengeUntil()).hasValue(now.plus(Plans.GRACE));
    toVerifying();
    assertThat(state.challengers()).containsExactlyInAnyOrder(TriggerState.Challenger.values());
    assertThat(state.challengeUntil()).hasValue(now.plus(Plans.VERIFY));
    toTriggered();
    assertThat(state.challengeUntil()).isEmpty();
    moved(new TriggerEvent.NoticesAccepted(now, now));
    assertThat(state.challengeUntil()).hasValue(now.plus(Plans.CHALLENGE));
    toExecuting();
    assertThat(state.challengers()).containsExactly(TriggerState.Challenger.OWNER);
    moved(new TriggerEvent.StageDone(now, 1));
    assertThat(state.challengers()).containsExactly(TriggerState.Challenger.CONTACT);
    assertThat(state.challengeUntil()).hasValue(now.plus(Plans.STAGE));
  }

  private void arm() {
    state = new TriggerState.Draft();
    effects.clear();
    moved(new TriggerEvent.Arm(now));
  }

  private void toWarned() {
    arm();
    later(Plans.INTERVAL);
    moved(new TriggerEvent.Tick(now));
    moved(new TriggerEvent.ReminderAccepted(now, now, "mail"));
  }

  private void toVerifying() {
    toWarned();
    later(Plans.GRACE);
    moved(new TriggerEvent.Tick(now));
    assertThat(state.kind()).isEqualTo(Kind.VERIFYING);
  }

  private void toTriggered() {
    toVerifying();
    moved(new TriggerEvent.SignalConfirmed(now, ANNA));
    moved(new TriggerEvent.SignalConfirmed(now, BEN));
    assertThat(state.kind()).isEqualTo(Kind.TRIGGERED);
  }

  private void toExecuting() {
    toTriggered();
    moved(new TriggerEvent.NoticesAccepted(now, now));
    later(Plans.CHALLENGE);
    moved(new TriggerEvent.Tick(now));
    assertThat(state).isInstanceOf(Executing.class);
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private void moved(TriggerEvent event) {
    assertThat(TriggerMachine.step(plan, state, event))
        .isInstanceOfSatisfying(
            Step.Moved.class,
            moved -> {
              state = moved.state();
              effects.addAll(moved.effects());
            });
  }

  private void stayed(TriggerEvent event) {
    assertThat(TriggerMachine.step(plan, state, event)).isInstanceOf(Step.Stayed.class);
  }

  private void refused(TriggerEvent event) {
    assertThat(TriggerMachine.step(plan, state, event)).isInstanceOf(Step.Refused.class);
  }
}
