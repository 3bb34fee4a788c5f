package io.vaultplatform.core.triggers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** How late the oldest trigger is, asked of real rows: what readiness goes by. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldestDueReadyIT {
  private final LocalWork work;
  private final TestTriggers stage;
  private final Owners owners;

  OldestDueReadyIT(TestDatabase database, LocalWork work) {
    this.work = work;
    this.stage = TestTriggers.open(work, TestAudit.open(work).log(), List.of(), "witness-vault");
    this.owners = new Owners(database, work, stage.triggers());
  }

  @AfterEach
  void nothing_is_left_over() {
    owners.forgetAll();
  }

  @Test
  void a_trigger_that_nobody_steps_makes_the_server_not_ready_until_somebody_does() {
    assertThat(ready()).as("nothing is due").isTrue();

    owners.put(owners.armed(), dueSince(stage.settings().tolerance().plusSeconds(30)));
    assertThat(ready()).isFalse();

    stage.sweep();
    assertThat(ready()).isTrue();
  }

  @Test
  void a_trigger_that_is_due_within_the_tolerance_is_no_reason_to_worry() {
    owners.put(owners.armed(), dueSince(stage.settings().tolerance().minusSeconds(60)));

    assertThat(late()).isGreaterThan(Duration.ofMinutes(3));
    assertThat(ready()).isTrue();
  }

  @Test
  void the_oldest_one_decides() {
    owners.put(owners.armed(), dueSince(Duration.ofSeconds(1)));
    owners.put(owners.armed(), dueSince(Duration.ofHours(1)));
    owners.put(owners.armed(), dueSince(Duration.ofSeconds(2)));

    assertThat(late()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    assertThat(ready()).isFalse();
  }

  private boolean ready() {
    return OldestDueReady.isReady(late(), stage.settings());
  }

  private Duration late() {
    return work.engine()
        .call(
            () ->
                OldestDueReady.late(
                    stage.rows().oldestDue(stage.settings().product()), stage.rows().now()));
  }

  private static TriggerState dueSince(Duration time) {
    var deadline = Instant.now().minus(time).truncatedTo(ChronoUnit.MICROS);
    return new TriggerState.Armed(deadline.minusSeconds(60), deadline, deadline, Optional.empty());
  }
}
