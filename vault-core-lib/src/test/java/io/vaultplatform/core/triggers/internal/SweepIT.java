package io.vaultplatform.core.triggers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.Effect;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.spi.EffectSink;
import io.vaultplatform.core.triggers.spi.StepTaken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tick on real rows: exactly once, whoever else ticks and whatever dies in the middle. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweepIT {
  private final LocalWork work;
  private final List<EffectSink> sinks = new CopyOnWriteArrayList<>();
  private final List<StepTaken> carried = new CopyOnWriteArrayList<>();
  private final TestTriggers stage;
  private final Owners owners;

  SweepIT(TestDatabase database, LocalWork work) {
    this.work = work;
    this.stage = TestTriggers.open(work, TestAudit.open(work).log(), sinks, "witness-vault", 20);
    this.owners = new Owners(database, work, stage.triggers());
  }

  @AfterEach
  void nothing_is_left_over() {
    owners.forgetAll();
    sinks.clear();
    carried.clear();
  }

  @Test
  void two_workers_step_every_due_trigger_exactly_once() throws Exception {
    var due = silentSinceAnHour(60);
    sinks.add(carried::add);
    var first = stage.due();
    var second = stage.due();
    var stepped = together(() -> first.sweep().stepped(), () -> second.sweep().stepped());
    assertThat(stepped.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
    assertThat(carried).extracting(StepTaken::trigger).containsExactlyInAnyOrderElementsOf(due);
    assertThat(stepsOf(due)).containsOnly(1);
    assertThat(stage.sweep()).isZero();
  }

  @Test
  void a_connection_that_dies_in_the_middle_of_a_batch_loses_nothing_and_repeats_nothing() {
    var due = silentSinceAnHour(20);
    var calls = new AtomicInteger();
    sinks.add(
        step -> {
          if (calls.incrementAndGet() == 7) {
            killThisConnection();
          }
        });
    var swept = stage.due().sweep();
    assertThat(calls.get())
        .as("the batch was begun, lost, and done again one by one")
        .isEqualTo(27);
    assertThat(swept).isEqualTo(new DueTriggers.Swept(20, 20, 0));
    assertThat(stepsOf(due)).containsOnly(1);
    assertThat(entriesOf(due)).isEqualTo(20);
  }

  @Test
  void a_server_that_dies_before_every_commit_leaves_everything_due_for_the_next() {
    var due = silentSinceAnHour(20);
    var dying = stage.due(diesBeforeCommit(work.engine()));
    assertThatThrownBy(dying::sweep).isInstanceOf(VaultException.class);
    assertThat(stepsOf(due)).containsOnly(0);
    assertThat(entriesOf(due)).isZero();
    assertThat(stage.sweep()).isEqualTo(20);
    assertThat(stepsOf(due)).containsOnly(1);
  }

  @Test
  void a_server_that_slept_for_a_year_still_warns_before_anything_else() {
    var trigger = owners.armed();
    sinks.add(carried::add);
    var longAgo = Instant.now().minus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);
    put(
        trigger,
        new TriggerState.Armed(longAgo.minusSeconds(10), longAgo, longAgo, Optional.empty()));
    assertThat(stage.sweep()).isEqualTo(1);
    assertThat(stage.sweep()).isZero();
    var state = (TriggerState.Armed) owners.state(trigger);
    assertThat(state.silent().orElseThrow()).isAfter(Instant.now().minusSeconds(60));
    assertThat(carried)
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.effects())
                    .containsExactly(new Effect.SendReminder(Effect.Urgency.MISSED)));
  }

  @Test
  void one_that_cannot_be_read_backs_off_alone_and_is_seen() {
    var due = silentSinceAnHour(10);
    var broken = silentSinceAnHour(1).get(0);
    superuser("UPDATE vault_core.triggers SET state = '{}' WHERE id = '" + broken + "'");
    assertThat(stage.due().sweep()).isEqualTo(new DueTriggers.Swept(11, 10, 1));
    assertThat(stepsOf(due)).containsOnly(1);
    var figures = figures();
    assertThat(figures.failing()).isEqualTo(1);
    assertThat(figures.due()).isZero();
    assertThat(figures.oldest().orElseThrow()).isBefore(Instant.now().minusSeconds(3000));
    assertThat(work.engine().<Optional<Instant>>call(() -> stage.rows().oldestDue("witness-vault")))
        .as("one broken trigger does not make every server unready")
        .isEmpty();
    put(broken, silent());
    superuser("UPDATE vault_core.triggers SET next_due = now() WHERE id = '" + broken + "'");
    assertThat(stage.sweep()).isEqualTo(1);
    assertThat(figures().failing()).isZero();
  }

  @Test
  void a_sink_that_fails_for_one_trigger_holds_up_no_other() {
    var due = silentSinceAnHour(12);
    var cursed = due.get(5);
    sinks.add(
        step -> {
          if (step.trigger().equals(cursed)) {
            throw new VaultException("this one cannot be carried out");
          }
        });
    assertThat(stage.due().sweep()).isEqualTo(new DueTriggers.Swept(12, 11, 1));
    assertThat(owners.state(cursed)).isEqualTo(owners.put(cursed));
    assertThat(entriesOf(List.of(cursed))).isZero();
  }

  @Test
  void a_server_takes_the_triggers_of_its_own_product_only() {
    var trigger = silentSinceAnHour(1).get(0);
    superuser("UPDATE vault_core.triggers SET product = 'final-file' WHERE id = '" + trigger + "'");
    assertThat(stage.sweep()).isZero();
    assertThat(stepsOf(List.of(trigger))).containsOnly(0);
  }

  @Test
  void a_batch_never_comes_due_again_at_one_identical_instant() {
    var due = silentSinceAnHour(20);
    assertThat(stage.sweep()).isEqualTo(20);
    assertThat(due.stream().map(owners::state).map(TriggerState::nextDue).distinct().count())
        .isEqualTo(20);
  }

  @Test
  void a_sweep_goes_on_until_nothing_is_due() {
    silentSinceAnHour(45);
    assertThat(stage.sweep()).isEqualTo(45);
  }

  @Test
  void a_held_trigger_is_counted_and_never_due() {
    var trigger = owners.armed();
    put(
        trigger,
        new TriggerState.Held(
            Instant.now().minus(Duration.ofDays(400)).truncatedTo(ChronoUnit.MICROS),
            io.vaultplatform.core.triggers.HoldReason.NOT_REACHED,
            (TriggerState.Live) silent()));
    assertThat(stage.sweep()).isZero();
    assertThat(figures().held()).isEqualTo(1);
  }

  private TriggerRows.Figures figures() {
    return work.engine().call(() -> stage.rows().figures("witness-vault", Duration.ofSeconds(2)));
  }

  private List<TriggerId> silentSinceAnHour(int count) {
    var all = new ArrayList<TriggerId>();
    for (int i = 0; i < count; i++) {
      var trigger = owners.armed();
      put(trigger, silent());
      all.add(trigger);
    }
    return all;
  }

  private static TriggerState silent() {
    var deadline = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
    return new TriggerState.Armed(deadline.minusSeconds(60), deadline, deadline, Optional.empty());
  }

  private void put(TriggerId trigger, TriggerState state) {
    owners.put(trigger, state);
  }

  /** How many ticks each of these triggers has in its history. */
  private List<Integer> stepsOf(List<TriggerId> triggers) {
    return triggers.stream()
        .map(
            id ->
                (int)
                    work.engine().call(() -> stage.triggers().history(id, 100)).stream()
                        .filter(step -> step.event().equals("tick"))
                        .count())
        .toList();
  }

  private long entriesOf(List<TriggerId> triggers) {
    return triggers.stream().mapToLong(owners::ticksInTheLog).sum();
  }

  private void killThisConnection() {
    int pid = work.sql().one("SELECT pg_backend_pid() AS pid", row -> row.integer("pid"));
    superuser("SELECT pg_terminate_backend(" + pid + ")");
  }

  private void superuser(String statement) {
    owners.superuser(statement);
  }

  /** Does everything, and is gone before the commit. */
  private static EngineWork diesBeforeCommit(EngineWork engine) {
    return new DyingEngine(engine);
  }

  private record DyingEngine(EngineWork engine) implements EngineWork {
    @Override
    public <T> T call(Supplier<T> work) {
      return engine.call(
          () -> {
            var result = work.get();
            if (result instanceof Instant) {
              return result; // it lives long enough to read the time
            }
            throw new VaultException("power failure");
          });
    }
  }

  private static List<Integer> together(Callable<Integer> one, Callable<Integer> other)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var results = new ArrayList<Integer>();
      for (var result : threads.invokeAll(List.of(one, other))) {
        results.add(result.get());
      }
      return results;
    }
  }
}
