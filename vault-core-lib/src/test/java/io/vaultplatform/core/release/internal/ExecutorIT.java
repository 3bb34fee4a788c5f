package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Arming;
import io.vaultplatform.core.escrow.ClaimWarrant;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.EscrowPacket;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.internal.TestGate;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Recipients for whom the platform opens, on real rows: nothing before the release, one key after
 * it, everything in the log, and nothing once it was called back.
 */
@ExtendWith(PostgresExtension.class)
class ExecutorIT {
  private static final String WAITING = "SELECT count(*) FROM vault_core.executor_packets";
  private static final String KEYS = "SELECT count(*) FROM vault_core.brought_keys";

  private final TestDatabase database = PostgresExtension.fresh();
  private final ReleaseStage stage =
      ReleaseStage.openWithTwoStages(database, new LocalWork(database.app()));
  private final EscrowWorld.Person rosa = stage.world.recipients.getFirst();
  private final EscrowWorld.Person tom = stage.world.recipients.getLast();
  private final EscrowWorld.Stored document = stage.world.document(EncryptionClass.B);

  /** For Rosa the platform opens; Tom has a key. */
  private Arming.Wishes wishes() {
    var w = stage.wishes(1);
    return EscrowWorld.withRecipients(
        w, List.of(Arming.Recipient.byExecutor(rosa.id(), w.gate()), w.recipients().getLast()));
  }

  private void armed() {
    stage.armForAKeyToBeBrought(document);
  }

  private void firstStage() {
    armed();
    stage.handFirstStageOver();
  }

  private void released() {
    armed();
    stage.release();
  }

  private Outcome<Claims.Claimed> brings(EscrowWorld.Person who, EscrowWorld.Person key) {
    return stage.bring(who, key.identity());
  }

  private void acts(java.util.function.Function<java.time.Instant, TriggerEvent> event) {
    done(
        stage.work.as(
            stage.owner,
            () -> stage.triggers.triggers().record(stage.trigger, event, Actor.user(stage.owner))));
  }

  private Releases.Release shown(EscrowWorld.Person who) {
    return stage.door(who).releases().getFirst();
  }

  @Test
  void whoever_had_no_key_brings_one_after_the_release_and_opens_everything_with_it() {
    released();
    assertThat(stage.mails(rosa.id()).getLast().text()).contains("this service opens it for you");
    assertThat(stage.mails(tom.id()).getLast().text()).contains("only your key opens it");
    var before = shown(rosa);
    assertThat(before.packets()).isEmpty();
    assertThat(before.claim().orElseThrow().fingerprint()).isEmpty();
    assertThat(before.claim().orElseThrow().waiting())
        .containsExactly(new Portion(1, 1), new Portion(2, 1));
    assertThat(stage.count(WAITING)).isEqualTo(2);

    var claimed = done(brings(rosa, rosa));
    assertThat(claimed.fingerprint()).isEqualTo(rosa.identity().recipient().fingerprint());
    assertThat(claimed.portions()).containsExactly(new Portion(1, 1), new Portion(2, 1));
    assertThat(stage.count(WAITING)).as("what the gate could open is gone").isZero();
    assertThat(stage.open(rosa, document).claim().orElseThrow())
        .isEqualTo(new Releases.Claim(java.util.Optional.of(claimed.fingerprint()), List.of()));

    var entries = stage.entries(EventType.ESCROW_READDRESSED);
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().facts())
        .contains(
            Map.entry("reason", "recipient_brought_a_key"),
            Map.entry("trigger", stage.trigger.value().toString()),
            Map.entry("actor", "engine"),
            Map.entry("recipient", rosa.id().toString()),
            Map.entry("fingerprint", claimed.fingerprint()),
            Map.entry("portions", List.of("1.1", "2.1")))
        .containsKeys("policyHash", "logHead");
    assertThat(claimed.receipt().hash()).isEqualTo(entries.getFirst().hash());
    assertThat(stage.open(tom, document).claim()).isEmpty();
  }

  @Test
  void the_same_key_again_gives_the_same_answer_and_no_second_entry_and_another_is_refused() {
    released();
    var first = done(brings(rosa, rosa));
    assertThat(done(brings(rosa, rosa))).isEqualTo(first);
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).hasSize(1);
    assertThat(refusal(brings(rosa, tom))).startsWith("key: Another key");
    assertThat(stage.entries(EventType.RECIPIENT_KEY_REFUSED)).hasSize(1);
    assertThat(stage.count(KEYS)).isEqualTo(1);
    stage.open(rosa, document);
  }

  @Test
  void a_later_stage_waits_for_the_same_key_and_another_one_does_not_get_it() {
    firstStage();
    var first = done(brings(rosa, rosa));
    assertThat(first.portions()).containsExactly(new Portion(1, 1));
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(shown(rosa).claim().orElseThrow().waiting()).containsExactly(new Portion(2, 1));
    assertThat(refusal(brings(rosa, tom))).startsWith("key:");
    assertThat(done(brings(rosa, rosa)).portions())
        .containsExactly(new Portion(1, 1), new Portion(2, 1));
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).hasSize(2);
    stage.open(rosa, document);
  }

  @Test
  void of_two_keys_that_come_at_once_exactly_one_is_the_first() {
    released();
    var session = stage.door(rosa).session().text();
    var tries =
        List.of(rosa, tom).stream()
            .map(
                key ->
                    CompletableFuture.supplyAsync(
                        () ->
                            stage.claims.bring(
                                session,
                                stage.trigger.value(),
                                RecipientKeys.of(key.identity().recipient()))))
            .toList();
    var taken = tries.stream().map(CompletableFuture::join).toList();
    assertThat(taken.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).hasSize(1);
    assertThat(stage.count(KEYS)).isEqualTo(1);
  }

  @Test
  void before_the_release_was_reached_the_gate_opens_for_no_key() {
    armed();
    var warrant = warrant();
    assertThat(refusal(stage.gate.readdress(warrant))).startsWith("gate: NOT_OPENED");
    stage.executing();
    assertThat(refusal(stage.gate.readdress(warrant)))
        .as("the quorum has confirmed, and nothing was handed over")
        .startsWith("gate: NOT_OPENED");
    // A row that claims a hand-over, and a packet that somebody got hold of, change nothing.
    stage.superuser(
        "INSERT INTO vault_core.hand_overs (vault_id, trigger_id, epoch, stage, set_number,"
            + " recipient_id, inner_file, entry, handed_at) SELECT vault_id, trigger_id, epoch, 1,"
            + " 1,"
            + (" '" + rosa.id() + "', NULL, 1, now() FROM vault_core.escrow_epochs"),
        "INSERT INTO vault_core.executor_packets SELECT vault_id, trigger_id, epoch, 1, 1, '"
            + rosa.id()
            + "', share FROM vault_core.platform_shares WHERE stage = 1");
    assertThat(refusal(stage.gate.readdress(warrant))).startsWith("gate: NOT_OPENED");
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).isEmpty();
  }

  private ClaimWarrant warrant() {
    var row = stage.work.engine().call(() -> stage.rows.live(stage.trigger.value())).orElseThrow();
    return new ClaimWarrant(
        row.epoch(),
        rosa.id(),
        rosa.identity().recipient(),
        row.readPolicy().hash(),
        "r",
        "engine");
  }

  @Test
  void a_release_that_is_called_back_destroys_what_waits_and_opens_for_nobody_any_more() {
    firstStage();
    var session = stage.door(rosa).session().text();
    var warrant = warrant();
    assertThat(stage.count(WAITING)).isEqualTo(1);
    acts(TriggerEvent.Abort::new);
    assertThat(stage.count(WAITING)).isZero();
    assertThat(stage.entries(EventType.EXECUTOR_PACKETS_DESTROYED)).hasSize(1);
    assertThat(
            refusal(
                stage.claims.bring(
                    session, stage.trigger.value(), RecipientKeys.of(rosa.identity().recipient()))))
        .contains("nothing here for you");
    assertThat(refusal(stage.gate.readdress(warrant))).startsWith("gate: ENDED");
    assertThat(stage.count(KEYS)).isZero();
  }

  @Test
  void a_finished_release_that_is_contested_destroys_what_still_waits() {
    released();
    assertThat(stage.count(WAITING)).isEqualTo(2);
    acts(TriggerEvent.Contest::new);
    assertThat(stage.count(WAITING)).isZero();
    assertThat(stage.entries(EventType.EXECUTOR_PACKETS_DESTROYED)).hasSize(1);
  }

  @Test
  void a_crash_in_the_middle_leaves_nothing_and_the_key_can_be_brought_again() {
    released();
    var session = stage.door(rosa).session().text();
    // The last row of the opening cannot be written: its entry and the key were before it.
    stage.superuser(
        "CREATE FUNCTION public.fails() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'the power failed'; END $$",
        "CREATE TRIGGER fails BEFORE DELETE ON vault_core.executor_packets FOR EACH ROW EXECUTE"
            + " FUNCTION public.fails()");
    assertThatThrownBy(
            () ->
                stage.claims.bring(
                    session, stage.trigger.value(), RecipientKeys.of(rosa.identity().recipient())))
        .hasMessageContaining("P0001");
    assertThat(stage.count(WAITING)).isEqualTo(2);
    assertThat(stage.count(KEYS)).isZero();
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).isEmpty();
    stage.superuser("DROP TRIGGER fails ON vault_core.executor_packets");
    done(brings(rosa, rosa));
    stage.open(rosa, document);
  }

  private static Gate.Readdressed elsewhere(Gate.Readdressed given) {
    return new Gate.Readdressed(
        given.logHead(),
        given.packets().stream()
            .map(p -> new EscrowPacket.Inner(new Portion(9, 9), p.recipient(), p.file()))
            .toList());
  }

  @Test
  void packets_of_other_portions_than_were_handed_over_are_not_stored() {
    released();
    var session = stage.door(rosa).session().text();
    var desk =
        stage.claimsWith.apply(
            new AnswersOtherwise(stage.gate, UnaryOperator.identity(), ExecutorIT::elsewhere));
    var key = RecipientKeys.of(rosa.identity().recipient());
    assertThat(refusal(desk.bring(session, stage.trigger.value(), key))).startsWith("gate:");
    assertThat(stage.count(WAITING)).isEqualTo(2);
    assertThat(stage.count(KEYS)).isZero();
    assertThat(stage.entries(EventType.RECIPIENT_KEY_REFUSED).getFirst().facts().get("why"))
        .asString()
        .startsWith("gate: PACKET");
  }

  @Test
  void whoever_has_a_key_is_not_served_this_way_and_an_unknown_release_looks_the_same() {
    released();
    assertThat(refusal(brings(tom, tom))).contains("nothing here for you");
    var session = stage.door(tom).session().text();
    assertThat(
            refusal(
                stage.claims.bring(
                    session, UUID.randomUUID(), RecipientKeys.of(tom.identity().recipient()))))
        .isEqualTo(refusal(brings(tom, tom)));
    assertThat(stage.entries(EventType.RECIPIENT_KEY_REFUSED)).isEmpty();
    try (var hybrid = AgeIdentity.generate(Suite.HYBRID)) {
      assertThat(refusal(stage.bring(rosa, hybrid)))
          .startsWith("key: This release is of suite classic");
    }
  }

  @Test
  void somebody_with_a_key_of_their_own_is_not_passed_over_for_the_weaker_way() {
    stage.upload(document);
    try (var armed = stage.made(wishes())) {
      assertThat(refusal(stage.submit(armed.submission()))).startsWith("policy.recipients:");
    }
  }

  @Test
  void the_server_alone_opens_nothing_before_the_quorum_and_its_roles_never_read_what_waits() {
    armed();
    var epoch = new Epoch(stage.world.epoch.vault(), stage.trigger.value(), 1);
    var keys = TestGate.identities(stage.work, stage.keys, stage.log, epoch);
    var opened =
        Dump.of(database.superuser()).files().stream()
            .filter(file -> keys.stream().anyMatch(file.header()::names))
            .map(Dump.Found::column)
            .distinct();
    assertThat(opened).containsExactly("platform_shares.share");
    for (var role : List.of(stage.work.engine())) {
      assertThatThrownBy(
              () ->
                  role.run(
                      () ->
                          stage
                              .work
                              .sql()
                              .list(
                                  "SELECT file FROM vault_core.executor_packets",
                                  row -> row.text("file"))))
          .hasMessageContaining("42501");
    }
    assertThatThrownBy(
            () ->
                stage.work.run(
                    stage.owner,
                    () ->
                        stage
                            .work
                            .sql()
                            .list(
                                "SELECT file FROM vault_core.executor_packets",
                                row -> row.text("file"))))
        .hasMessageContaining("42501");
  }

  @Test
  void the_label_is_signed_and_stands_in_what_the_recipient_is_shown() {
    released();
    var policy =
        done(ReleasePolicy.verify(shown(rosa).policy(), stage.world.ownerKey.verificationKey()));
    assertThat(policy.mode()).isEqualTo(ReleasePolicy.Mode.EXECUTOR);
  }
}
