package io.vaultplatform.core.triggers.internal;

import static io.vaultplatform.core.triggers.internal.Owners.HASH;
import static io.vaultplatform.core.triggers.internal.Owners.PLAN;
import static io.vaultplatform.core.triggers.internal.Owners.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.SqlFailure;
import io.vaultplatform.core.triggers.CheckInWay;
import io.vaultplatform.core.triggers.Effect;
import io.vaultplatform.core.triggers.HoldReason;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.SignalSource;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.EffectSink;
import io.vaultplatform.core.triggers.spi.StepTaken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service on real rows: one commit for state, evidence and effects; and who wins a race. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TriggersIT {
  private static final SignalSource TRUSTEE = new SignalSource(new UUID(0, 1));
  private static final Actor OUTBOX = Actor.system("outbox");

  private final LocalWork work;
  private final AuditLog audit;
  private final List<EffectSink> sinks = new CopyOnWriteArrayList<>();
  private final TestTriggers stage;
  private final Triggers triggers;
  private final Owners owners;

  TriggersIT(TestDatabase database, LocalWork work) {
    this.work = work;
    this.audit = TestAudit.open(work).log();
    this.stage = TestTriggers.open(work, audit, sinks, "witness-vault");
    this.triggers = stage.triggers();
    this.owners = new Owners(database, work, triggers);
  }

  @AfterEach
  void nothing_is_left_over() {
    sinks.clear();
    owners.forgetAll();
  }

  @Test
  void a_plan_is_changed_while_it_is_a_draft_and_only_by_who_saw_the_last_version() {
    var trigger = owners.draft();
    var owner = owners.owner(trigger);
    var longer = new HashMap<>(PLAN);
    longer.put("interval", "P1D");
    var changed = done(change(trigger, longer, 1));
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.plan().durations().get("interval")).isEqualTo(Duration.ofDays(1));
    assertThat(reason(change(trigger, PLAN, 1))).isEqualTo(Refusal.Reason.STALE);
    longer.put("interval", "PT0S");
    assertThat(refusal(change(trigger, longer, 2)).field()).hasValue("interval");
    done(work.as(owner, () -> triggers.arm(trigger, 1, HASH, HASH, Actor.user(owner))));
    assertThat(reason(change(trigger, PLAN, 3))).isEqualTo(Refusal.Reason.CONFLICT);
    assertThat(types(trigger))
        .containsExactly(EventType.PLAN_DRAFTED, EventType.PLAN_DRAFTED, EventType.TRIGGER_ARMED);
  }

  @Test
  void a_vault_keeps_a_bounded_number_of_triggers() {
    var trigger = owners.draft();
    var owner = owners.owner(trigger);
    var vault = owners.vault(trigger);
    work.run(
        owner,
        () ->
            work.sql()
                .update(
                    """
                    INSERT INTO vault_core.triggers
                      (vault_id, id, product, type, plan, state, status, created_at)
                    SELECT vault_id, gen_random_uuid(), product, type, plan, state, status, created_at
                      FROM vault_core.triggers, generate_series(2, ?) WHERE id = ?
                    """,
                    TriggerDesk.MOST,
                    trigger.value()));
    var one =
        work.as(
            owner,
            () ->
                triggers.create(vault, new TriggerId(UUID.randomUUID()), PLAN, Actor.user(owner)));
    assertThat(reason(one)).isEqualTo(Refusal.Reason.CONFLICT);
    assertThat(work.as(owner, () -> triggers.list(vault))).hasSize(TriggerDesk.MOST);
  }

  @Test
  void a_plan_under_the_servers_floor_is_refused_by_its_field_and_leaves_nothing() {
    var trigger = owners.draft();
    var owner = owners.owner(trigger);
    var vault = owners.vault(trigger);
    var short_ = new HashMap<>(PLAN);
    short_.put("confirmations", 3);
    var outcome =
        work.as(
            owner,
            () ->
                triggers.create(
                    vault, new TriggerId(UUID.randomUUID()), short_, Actor.user(owner)));
    assertThat(refusal(outcome).field()).hasValue("confirmations");
    List<TriggerId> there =
        work.as(owner, () -> triggers.list(vault).stream().map(v -> v.trigger()).toList());
    assertThat(there).containsExactly(trigger);
  }

  @Test
  void arming_names_the_next_epoch_and_the_log_says_what_was_signed() {
    var trigger = owners.draft();
    var owner = owners.owner(trigger);
    assertThat(
            refusal(work.as(owner, () -> triggers.arm(trigger, 2, HASH, HASH, Actor.user(owner))))
                .field())
        .hasValue("epoch");
    var armed = done(work.as(owner, () -> triggers.arm(trigger, 1, HASH, HASH, Actor.user(owner))));
    assertThat(armed.view().epoch()).isEqualTo(1);
    assertThat(armed.entry().orElseThrow().facts())
        .containsEntry("policyHash", HASH)
        .containsEntry("releaseListHash", HASH)
        .containsEntry("from", "draft")
        .containsEntry("to", "armed")
        .containsKeys("plan", "deadline");
    assertThat(armed.view().state()).isEqualTo(owners.state(trigger));
  }

  @Test
  void a_check_in_gives_an_entry_a_receipt_and_a_row_and_starts_a_full_interval() {
    var trigger = owners.armed();
    var before = (TriggerState.Armed) owners.state(trigger);
    var recorded = done(checkIn(trigger));
    var entry = recorded.entry().orElseThrow();
    assertThat(entry.type()).isEqualTo(EventType.CHECK_IN);
    assertThat(audit.receipt(entry).hash()).isEqualTo(entry.hash());
    assertThat(((TriggerState.Armed) owners.state(trigger)).deadline()).isAfter(before.deadline());
    assertThat(
            owners.count(
                "SELECT count(*) FROM vault_core.check_ins WHERE trigger_id = '"
                    + trigger
                    + "' AND way = 'session'"))
        .isEqualTo(1);
    assertThat(
            work.<List<io.vaultplatform.core.triggers.PastStep>>as(
                owners.owner(trigger), () -> triggers.history(trigger, 10)))
        .extracting(io.vaultplatform.core.triggers.PastStep::event)
        .containsExactly("check_in", "arm");
  }

  @Test
  void a_check_in_while_paused_changes_nothing_and_still_gives_a_receipt() {
    var trigger = owners.armed();
    done(record(trigger, at -> new TriggerEvent.Pause(at, at.plus(Duration.ofDays(1)))));
    var recorded = done(checkIn(trigger));
    assertThat(recorded.moved()).isFalse();
    assertThat(recorded.entry()).isPresent();
    assertThat(owners.state(trigger).kind()).isEqualTo(TriggerState.Kind.PAUSED);
  }

  @Test
  void somebody_elses_trigger_is_not_found_whatever_is_asked_of_it() {
    var trigger = owners.armed();
    var entries = owners.entries(trigger);
    var bob = new AccountId(UUID.randomUUID());
    assertThat(
            reason(
                work.as(bob, () -> triggers.checkIn(trigger, CheckInWay.SESSION, Actor.user(bob)))))
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(
            reason(
                work.as(
                    bob,
                    () -> triggers.record(trigger, TriggerEvent.Cancel::new, Actor.user(bob)))))
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    assertThat(
            reason(
                work.as(
                    bob,
                    () ->
                        triggers.create(
                            owners.vault(trigger),
                            new TriggerId(UUID.randomUUID()),
                            PLAN,
                            Actor.user(bob)))))
        .isEqualTo(Refusal.Reason.NOT_FOUND);
    Optional<?> seen = work.as(bob, () -> triggers.find(trigger));
    assertThat(seen).isEmpty();
    List<?> listed = work.as(bob, () -> triggers.list(owners.vault(trigger)));
    assertThat(listed).isEmpty();
    List<UUID> all =
        work.as(
            bob,
            () -> work.sql().list("SELECT id FROM vault_core.triggers", row -> row.uuid("id")));
    assertThat(all).isEmpty();
    List<UUID> past =
        work.as(
            bob,
            () ->
                work.sql()
                    .list(
                        "SELECT trigger_id FROM vault_core.trigger_history",
                        row -> row.uuid("trigger_id")));
    assertThat(past).isEmpty();
    assertThat(owners.entries(trigger)).isEqualTo(entries);
  }

  @Test
  void the_engine_cannot_rewrite_a_plan_and_nobody_can_delete_or_rewrite_history() {
    var trigger = owners.armed();
    for (var statement :
        List.of(
            "UPDATE vault_core.triggers SET plan = '{}'",
            "UPDATE vault_core.triggers SET product = 'final-file'",
            "DELETE FROM vault_core.triggers",
            "UPDATE vault_core.trigger_history SET event = 'arm'",
            "DELETE FROM vault_core.trigger_history",
            "DELETE FROM vault_core.check_ins")) {
      assertThatThrownBy(() -> work.engine().run(() -> work.sql().update(statement)))
          .isInstanceOfSatisfying(SqlFailure.class, e -> assertThat(e.state()).isEqualTo("42501"));
    }
    var owner = owners.owner(trigger);
    assertThatThrownBy(
            () -> work.run(owner, () -> work.sql().update("DELETE FROM vault_core.triggers")))
        .isInstanceOf(SqlFailure.class);
    assertThatThrownBy(
            () ->
                work.run(
                    owner, () -> work.sql().update("UPDATE vault_core.triggers SET vault_id = id")))
        .isInstanceOf(SqlFailure.class);
  }

  @Test
  void when_the_effects_cannot_be_written_down_nothing_happened() {
    var trigger = owners.armed();
    var entries = owners.entries(trigger);
    var before = owners.state(trigger);
    sinks.add(
        step -> {
          throw new VaultException("the outbox is full");
        });
    assertThatThrownBy(() -> checkIn(trigger)).isInstanceOf(VaultException.class);
    assertThat(owners.state(trigger)).isEqualTo(before);
    assertThat(owners.entries(trigger)).isEqualTo(entries);
    assertThat(
            owners.count(
                "SELECT count(*) FROM vault_core.check_ins WHERE trigger_id = '" + trigger + "'"))
        .isZero();
  }

  @Test
  void what_a_sink_writes_commits_with_the_step_and_sees_the_new_state() {
    var trigger = owners.armed();
    var seen = new CopyOnWriteArrayList<TriggerState>();
    sinks.add(step -> seen.add(triggers.find(step.trigger()).orElseThrow().state()));
    var recorded = done(checkIn(trigger));
    assertThat(seen).containsExactly(recorded.view().state());
  }

  @Test
  void the_whole_story_happens_in_the_order_of_the_table_and_stands_in_the_log() throws Exception {
    var carried = new CopyOnWriteArrayList<StepTaken>();
    sinks.add(carried::add);
    var trigger = owners.armed();
    var long_ago = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
    owners.put(
        trigger,
        new TriggerState.Armed(long_ago.minusSeconds(10), long_ago, long_ago, Optional.empty()));
    assertThat(stage.sweep()).isEqualTo(1);
    var asked = StepTaken.asked(last(carried).occasion("reminder")).orElseThrow();
    assertThat(
            done(byEngine(
                    trigger,
                    new TriggerEvent.ReminderAccepted(asked, asked.minusSeconds(9), "mail")))
                .moved())
        .as("a mail about an earlier silence")
        .isFalse();
    done(record(trigger, at -> new TriggerEvent.ReminderAccepted(at, asked, "mail")));
    assertThat(stage.sweep()).isZero();
    TimeUnit.MILLISECONDS.sleep(2100);
    assertThat(stage.sweep()).isEqualTo(1);
    assertThat(last(carried).effects())
        .containsExactly(new Effect.MakeReleaseKeys(), new Effect.AskTrustees());
    done(record(trigger, at -> new TriggerEvent.SignalConfirmed(at, TRUSTEE)));
    var told = StepTaken.asked(last(carried).occasion("window")).orElseThrow();
    done(record(trigger, at -> new TriggerEvent.NoticesAccepted(at, told)));
    assertThat(stage.sweep()).isZero();
    TimeUnit.MILLISECONDS.sleep(2100);
    assertThat(stage.sweep()).isEqualTo(1);
    done(record(trigger, at -> new TriggerEvent.StageDone(at, 1)));
    TimeUnit.MILLISECONDS.sleep(1100);
    assertThat(stage.sweep()).isEqualTo(1);
    assertThat(owners.state(trigger).kind()).isEqualTo(TriggerState.Kind.EXECUTED);
    assertThat(entries(trigger).stream().filter(e -> e.type() == EventType.TRIGGER_STEPPED))
        .extracting(
            e -> e.facts().get("from") + " " + e.facts().get("event") + " " + e.facts().get("to"))
        .containsExactly(
            "armed tick armed",
            "armed reminder_accepted warned",
            "warned tick verifying",
            "verifying signal_confirmed triggered",
            "triggered notices_accepted triggered",
            "triggered tick executing",
            "executing stage_done executing",
            "executing tick executed");
  }

  @Test
  void a_check_in_that_holds_the_row_wins_over_the_tick() throws Exception {
    var trigger = atTheEndOfItsWindow();
    var owner = owners.owner(trigger);
    var checkedIn = new CountDownLatch(1);
    var swept = new CountDownLatch(1);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var person =
          CompletableFuture.runAsync(
              () ->
                  work.run(
                      owner,
                      () -> {
                        done(triggers.checkIn(trigger, CheckInWay.SESSION, Actor.user(owner)));
                        checkedIn.countDown();
                        await(swept);
                      }),
              threads);
      await(checkedIn);
      assertThat(stage.sweep()).as("the tick passes over a locked row").isZero();
      swept.countDown();
      person.get(30, TimeUnit.SECONDS);
    }
    assertThat(owners.state(trigger).kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(stage.sweep()).isZero();
  }

  @Test
  void a_check_in_that_waits_for_the_tick_still_wins_before_the_first_hand_over() throws Exception {
    var trigger = atTheEndOfItsWindow();
    var ticking = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    sinks.add(
        step -> {
          if (step.event() instanceof TriggerEvent.Tick) {
            ticking.countDown();
            await(goOn);
          }
        });
    try (var threads = Executors.newFixedThreadPool(2)) {
      var tick = CompletableFuture.supplyAsync(stage::sweep, threads);
      await(ticking);
      var person = CompletableFuture.supplyAsync(() -> checkIn(trigger), threads);
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(person.isDone()).as("it waits for the row").isFalse();
      goOn.countDown();
      assertThat(tick.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(done(person.get(30, TimeUnit.SECONDS)).entry().orElseThrow().facts())
          .containsEntry("from", "executing");
    }
    assertThat(owners.state(trigger).kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(reason(record(trigger, at -> new TriggerEvent.StageDone(at, 1))))
        .as("the hand-over that was under way must roll back")
        .isEqualTo(Refusal.Reason.CONFLICT);
  }

  @Test
  void of_a_check_in_and_a_hand_over_at_the_same_time_exactly_one_happens() throws Exception {
    int handedOver = 0;
    for (int round = 0; round < 20; round++) {
      var trigger = owners.armed();
      owners.put(trigger, new TriggerState.Executing(1, now(), Optional.empty()));
      try (var threads = Executors.newFixedThreadPool(2)) {
        var person = CompletableFuture.supplyAsync(() -> checkIn(trigger), threads);
        var release =
            CompletableFuture.supplyAsync(
                () -> record(trigger, at -> new TriggerEvent.StageDone(at, 1)), threads);
        var alive = person.get(30, TimeUnit.SECONDS) instanceof Outcome.Done;
        var given = release.get(30, TimeUnit.SECONDS) instanceof Outcome.Done;
        assertThat(alive).isNotEqualTo(given);
        assertThat(owners.state(trigger).kind())
            .isEqualTo(given ? TriggerState.Kind.EXECUTING : TriggerState.Kind.ARMED);
        handedOver += given ? 1 : 0;
      }
    }
    assertThat(handedOver).isBetween(0, 20);
  }

  @Test
  void a_doubt_holds_and_every_way_out_of_it_is_an_entry() {
    var trigger = owners.armed();
    owners.put(trigger, new TriggerState.Executing(1, now(), Optional.empty()));
    var held = done(record(trigger, at -> new TriggerEvent.Doubt(at, HoldReason.LOG)));
    assertThat(held.entry().orElseThrow().facts())
        .containsEntry("to", "held")
        .containsEntry("why", "log");
    var cleared = done(record(trigger, TriggerEvent.Cleared::new));
    assertThat(cleared.entry().orElseThrow().facts())
        .containsEntry("from", "held")
        .containsEntry("to", "executing");
  }

  private TriggerId atTheEndOfItsWindow() {
    var trigger = owners.armed();
    var at = now();
    owners.put(
        trigger,
        new TriggerState.Triggered(
            at.minusSeconds(60), at.minusSeconds(60), Optional.of(at.minusSeconds(1)), at));
    return trigger;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private Outcome<Recorded> checkIn(TriggerId trigger) {
    var owner = owners.owner(trigger);
    return work.as(owner, () -> triggers.checkIn(trigger, CheckInWay.SESSION, Actor.user(owner)));
  }

  private Outcome<Recorded> record(
      TriggerId trigger, java.util.function.Function<Instant, TriggerEvent> event) {
    return work.engine().call(() -> triggers.record(trigger, event, OUTBOX));
  }

  private Outcome<Recorded> byEngine(TriggerId trigger, TriggerEvent event) {
    return record(trigger, at -> event);
  }

  private Outcome<io.vaultplatform.core.triggers.TriggerView> change(
      TriggerId trigger, java.util.Map<String, Object> plan, long version) {
    var owner = owners.owner(trigger);
    return work.as(
        owner,
        () -> triggers.change(owners.vault(trigger), trigger, plan, version, Actor.user(owner)));
  }

  private List<Entry> entries(TriggerId trigger) {
    return work.as(
        owners.owner(trigger), () -> audit.after(Chain.of(owners.vault(trigger)), 0, 100));
  }

  private List<EventType> types(TriggerId trigger) {
    var known = Set.of(EventType.PLAN_DRAFTED, EventType.TRIGGER_ARMED);
    return entries(trigger).stream().map(Entry::type).filter(known::contains).toList();
  }

  private static StepTaken last(List<StepTaken> carried) {
    return carried.get(carried.size() - 1);
  }

  private static Refusal.Reason reason(Outcome<?> outcome) {
    return refusal(outcome).reason();
  }

  private static Refusal refusal(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<?>) outcome).refusal();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("waited too long");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
