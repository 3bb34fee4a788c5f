package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePath;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stages, sets and paths on real rows: what reaches whom, and when. */
@ExtendWith(PostgresExtension.class)
class StagesIT {
  private static final Portion FIRST = new Portion(1, 1);
  private static final Portion OTHER = new Portion(1, 2);
  private static final Portion LATER = new Portion(2, 1);

  private final TestDatabase database = PostgresExtension.fresh();
  private final ReleaseStage stage =
      ReleaseStage.openWithTwoStages(database, new LocalWork(database.app()));
  private final EscrowWorld.Person rosa = stage.world.recipients.get(0);
  private final EscrowWorld.Person ron = stage.world.recipients.get(1);

  private Arming.Wishes wishes(Duration abort) {
    var simple = stage.wishes(1);
    var all = simple.trustees().stream().map(Arming.Trustee::id).toList();
    return new Arming.Wishes(
        simple.product(),
        simple.uncertainty(),
        simple.suite(),
        simple.owner(),
        simple.epoch(),
        simple.at(),
        simple.windows(),
        simple.confirmations(),
        List.of(
            new Arming.Stage(Duration.ofSeconds(1), List.of(List.of(rosa.id()), List.of(ron.id()))),
            new Arming.Stage(abort, List.of(List.of(rosa.id())))),
        List.of(
            new ReleasePath(
                1,
                true,
                List.of(
                    new ReleasePath.Group(1, all.subList(0, 1)),
                    new ReleasePath.Group(1, all.subList(1, 3)))),
            ReleasePath.withPlatform(2, 2, all)),
        simple.trustees(),
        simple.recipients(),
        simple.gate(),
        simple.logOrigin());
  }

  @Test
  void each_stage_hands_over_to_its_sets_and_what_is_for_others_is_given_to_nobody_else() {
    var forRosa = stage.world.document(EncryptionClass.B);
    var forRon = stage.world.document(EncryptionClass.B);
    var later = stage.world.document(EncryptionClass.B);
    List.of(forRosa, forRon, later).forEach(stage::upload);
    var portions = java.util.Map.of(id(forRosa), FIRST, id(forRon), OTHER, id(later), LATER);
    try (var armed =
        stage.made(
            wishes(Duration.ofSeconds(1)),
            document -> Set.of(java.util.Objects.requireNonNull(portions.get(document))))) {
      done(stage.submit(armed.submission()));
    }
    assertThat(stage.count("SELECT count(*) FROM vault_core.escrow_identities")).isEqualTo(3);
    assertThat(stage.count("SELECT count(*) FROM vault_core.platform_shares")).isEqualTo(6);
    stage.until(TriggerState.Kind.VERIFYING);
    // Two of one group: only the second path opens.
    stage.confirm(1);
    stage.confirm(2);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isEqualTo(4);
    stage.until(TriggerState.Kind.EXECUTING);
    for (int i = 0; stage.entries(EventType.RELEASE_HANDED_OVER).isEmpty() && i < 100; i++) {
      stage.turn();
    }
    // The first stage, before the second began.
    assertThat(stage.entries(EventType.ESCROW_OPENED)).hasSize(1);
    assertThat(stage.count("SELECT count(*) FROM vault_core.hand_overs")).isEqualTo(2);
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(stage.entries(EventType.ESCROW_OPENED)).hasSize(2);
    assertThat(stage.entries(EventType.RELEASE_HANDED_OVER))
        .extracting(e -> e.facts().get("stage") + "." + e.facts().get("set"))
        .containsExactlyInAnyOrder("1.1", "1.2", "2.1");
    assertThat(stage.open(ron, forRon).documents()).hasSize(1);
    assertThat(stage.open(rosa, forRosa).documents())
        .extracting(d -> d.item().document().value())
        .containsExactlyInAnyOrder(id(forRosa), id(later));
  }

  @Test
  void a_policy_whose_stages_are_not_the_plans_is_refused() {
    try (var armed = stage.made(wishes(Duration.ofSeconds(2)))) {
      assertThat(refusal(stage.submit(armed.submission()))).startsWith("policy.stages:");
    }
  }

  private static UUID id(EscrowWorld.Stored stored) {
    return stored.small().manifest().document().value();
  }
}
