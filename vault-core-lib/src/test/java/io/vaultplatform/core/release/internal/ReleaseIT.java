package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static io.vaultplatform.core.escrow.EscrowWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.internal.Accounts;
import io.vaultplatform.core.crypto.AgeFile;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.escrow.internal.TestGate;
import io.vaultplatform.core.grants.Condition;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.core.release.Fact;
import io.vaultplatform.core.release.Releases;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole release on real rows, a real log, a real outbox and real cryptography, with windows of
 * seconds.
 */
@ExtendWith(PostgresExtension.class)
class ReleaseIT {
  private final TestDatabase database;
  private final ReleaseStage stage;

  ReleaseIT() {
    // A database for each test: the log's signing key and the gate's keys are made once per
    // database.
    database = PostgresExtension.fresh();
    stage = ReleaseStage.open(database, new LocalWork(database.app()));
  }

  @Test
  void what_was_armed_reaches_its_recipients_after_silence_and_a_quorum() {
    var document = stage.world.document(EncryptionClass.B);
    stage.upload(document);
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.VERIFYING);
    stage.confirm(2);
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.TRIGGERED);
    stage.until(TriggerState.Kind.EXECUTED);

    assertThat(stage.entries(EventType.ESCROW_OPENED)).hasSize(1);
    var opened = stage.entries(EventType.ESCROW_OPENED).getFirst();
    assertThat(opened.facts())
        .containsKeys("reason", "trigger", "epoch", "policyHash", "actor", "stage");
    assertThat(stage.entries(EventType.RELEASE_HANDED_OVER)).hasSize(2);
    for (var recipient : stage.world.recipients) {
      stage.open(recipient, document);
    }
    assertThat(stage.entries(EventType.RECIPIENT_OPENED)).hasSize(2);
    assertThat(stage.entries(EventType.RELEASE_FETCHED)).hasSize(2);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
    // The release is over: nothing of it can be opened again, and no document can join it.
    assertThat(shares()).isZero();
    assertThat(stage.count("SELECT count(*) FROM vault_core.trustee_shares")).isZero();
    assertThat(stage.count("SELECT count(*) FROM vault_core.escrow_epochs WHERE ended_at IS NULL"))
        .isZero();
    assertThat(stage.entries(EventType.PLATFORM_SHARES_DESTROYED)).hasSize(1);
  }

  @Test
  void a_recipient_learns_when_their_own_door_was_opened_before_and_nobody_elses() {
    var document = stage.world.document(EncryptionClass.B);
    stage.upload(document);
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    stage.confirm(1);
    stage.until(TriggerState.Kind.EXECUTED);
    var rosa = stage.world.recipients.getFirst();
    assertThat(openings(stage.open(rosa, document))).isEmpty();
    assertThat(openings(stage.open(rosa, document))).hasSize(1);
    assertThat(openings(stage.open(stage.world.recipients.getLast(), document))).isEmpty();
  }

  private static List<Fact> openings(Releases.Release release) {
    return release.facts().stream().filter(fact -> fact.type().equals("recipient_opened")).toList();
  }

  @Test
  void a_grant_for_after_the_release_holds_when_it_is_over_and_not_before() {
    var friend = new Writing();
    Accounts.add(database, friend);
    var vault = stage.world.epoch.vault();
    var wish =
        new Grants.Wish(
            friend.account,
            new Target.Everything(vault),
            Right.SEE,
            Optional.empty(),
            Optional.empty(),
            new Condition.AfterRelease(stage.trigger.value()));
    done(stage.work.as(stage.owner, () -> stage.content.grants().give(vault, wish)));
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    stage.confirm(2);
    assertThat(seenBy(friend)).isFalse();
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(seenBy(friend)).isTrue();
    assertThat(stage.entries(EventType.GRANT_GIVEN)).hasSize(2);
  }

  private boolean seenBy(Writing friend) {
    return stage.work.as(
            friend.account, () -> stage.content.vaults().find(stage.world.epoch.vault()))
        instanceof Outcome.Done<?>;
  }

  @Test
  void an_older_or_equal_epoch_is_refused_and_arming_anew_destroys_the_old_shares() {
    stage.upload(stage.world.document(EncryptionClass.B));
    var first = stage.made(stage.wishes(1));
    done(stage.submit(first.submission()));
    assertThat(refusal(stage.submit(first.submission()))).startsWith("policy.epoch:");
    assertThat(refusal(stage.submit(stage.made(stage.wishes(3)).submission())))
        .startsWith("policy.epoch:");
    assertThat(shares()).isEqualTo(1);

    stage.arm(2).close();
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(stage.view().epoch()).isEqualTo(2);
    assertThat(shares()).isEqualTo(1);
    assertThat(stage.count("SELECT max(epoch) FROM vault_core.platform_shares")).isEqualTo(2);
    assertThat(stage.entries(EventType.PLATFORM_SHARES_DESTROYED)).hasSize(1);
    assertThat(refusal(stage.submit(first.submission()))).startsWith("policy.epoch:");
  }

  @Test
  void what_the_server_can_check_it_checks_and_a_refusal_changes_nothing() {
    stage.upload(stage.world.document(EncryptionClass.B));
    var rows =
        "SELECT (SELECT count(*) FROM vault_core.escrow_epochs)"
            + " + (SELECT count(*) FROM vault_core.platform_shares)"
            + " + (SELECT count(*) FROM vault_core.trustee_shares)";

    stage.people.unconfirmed.add(stage.world.trustees.get(1).id());
    assertThat(refusal(stage.submit(stage.made(stage.wishes(1)).submission())))
        .startsWith("policy.trustees:");
    stage.people.unconfirmed.clear();

    stage.people.ownerHasAddress = false;
    assertThat(refusal(stage.submit(stage.made(stage.wishes(1)).submission())))
        .startsWith("address:");
    stage.people.ownerHasAddress = true;

    var left = stage.made(stage.wishes(1));
    stage.upload(stage.world.document(EncryptionClass.C, recipients()));
    assertThat(refusal(stage.submit(left.submission()))).startsWith("headers:");
    assertThat(shares()).isZero();
    stage.arm(1).close();
    assertThat(shares()).isEqualTo(1);
    var all = stage.made(stage.wishes(2)).submission();
    var without =
        new io.vaultplatform.core.escrow.Submission(
            all.policy(),
            all.releaseList(),
            all.shareSets(),
            all.packets(),
            all.platformShares(),
            all.trusteeShares(),
            all.headers().subList(0, 1));
    int before = stage.count(rows);
    assertThat(refusal(stage.submit(without))).startsWith("headers:");
    assertThat(stage.count(rows)).isEqualTo(before);
    assertThat(stage.entries(EventType.REQUEST_REFUSED)).isNotEmpty();
  }

  @Test
  void cancelling_deletes_every_share_and_key_for_good() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isEqualTo(1);
    stage.work.run(
        stage.owner,
        () ->
            done(
                stage
                    .triggers
                    .triggers()
                    .record(
                        stage.trigger,
                        io.vaultplatform.core.triggers.TriggerEvent.Cancel::new,
                        io.vaultplatform.core.audit.Actor.user(stage.owner))));
    assertThat(shares()).isZero();
    assertThat(stage.count("SELECT count(*) FROM vault_core.trustee_shares")).isZero();
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
    assertThat(stage.entries(EventType.PLATFORM_SHARES_DESTROYED)).hasSize(1);
    assertThat(stage.entries(EventType.RELEASE_KEYS_DESTROYED)).hasSize(1);
  }

  @Test
  void a_check_in_destroys_the_release_keys_and_a_confirmation_to_them_is_worth_nothing_later() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    var trustee = stage.world.trustees.getFirst();
    var old = stage.statement(trustee, true);
    stage.checkIn();
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
    assertThat(shares()).isEqualTo(1);
    assertThat(stage.view().epoch()).isEqualTo(1);
    assertThat(refusal(stage.cases.answer(stage.link(trustee), old))).contains("Nobody asks");

    stage.until(TriggerState.Kind.VERIFYING);
    stage.turn();
    assertThat(refusal(stage.cases.answer(stage.link(trustee), old)))
        .startsWith("confirmation.releaseKeysHash:");
    assertThat(stage.entries(EventType.CONFIRMATION_REFUSED)).isNotEmpty();
  }

  @Test
  void a_confirmation_for_another_epoch_is_refused() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    var trustee = stage.world.trustees.getFirst();
    var old = stage.statement(trustee, true);
    stage.checkIn();
    stage.arm(2).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.turn();
    assertThat(refusal(stage.cases.answer(stage.link(trustee), old)))
        .startsWith("confirmation.epoch:");
  }

  @Test
  void the_same_answer_twice_gives_the_same_receipt_and_another_one_is_refused() {
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    var trustee = stage.world.trustees.getFirst();
    var yes = stage.statement(trustee, true);
    var first = done(stage.cases.answer(stage.link(trustee), yes));
    var again = done(stage.cases.answer(stage.link(trustee), yes));
    assertThat(again.receipt()).isEqualTo(first.receipt());
    assertThat(stage.entries(EventType.CONFIRMATION_RECORDED)).hasSize(1);
    var no = stage.statement(trustee, false);
    assertThat(refusal(stage.cases.answer(stage.link(trustee), no)))
        .startsWith("confirmation.decision:");
    var stranger = stage.world.trustees.get(1);
    assertThat(refusal(stage.cases.answer(stage.link(stranger), yes))).startsWith("confirmation");
  }

  @Test
  void refusals_that_make_the_quorum_impossible_end_the_release() {
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    for (int i : List.of(0, 1)) {
      var trustee = stage.world.trustees.get(i);
      done(stage.cases.answer(stage.link(trustee), stage.statement(trustee, false)));
    }
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(stage.count("SELECT count(*) FROM vault_core.gate_release_keys")).isZero();
  }

  @Test
  void a_check_in_before_the_hand_over_wins_and_one_after_it_is_too_late() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    stage.checkIn();
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.ARMED);
    assertThat(handOvers()).isZero();

    stage.executing();
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    assertThat(handOvers()).isEqualTo(2);
    assertThatThrownBy(stage::checkIn).hasMessageContaining("refused");
  }

  @Test
  void a_check_in_that_races_the_hand_over_gives_one_of_two_whole_outcomes() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    var handing =
        CompletableFuture.runAsync(
            () -> stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask())));
    boolean checkedIn;
    try {
      stage.checkIn();
      checkedIn = true;
    } catch (AssertionError refused) {
      checkedIn = false;
    }
    handing.join();
    assertThat(handOvers()).isEqualTo(checkedIn ? 0 : 2);
    assertThat(stage.view().state().kind())
        .isEqualTo(checkedIn ? TriggerState.Kind.ARMED : TriggerState.Kind.EXECUTING);
    assertThat(stage.entries(EventType.ESCROW_OPENED)).hasSize(checkedIn ? 0 : 1);
  }

  @Test
  void a_crash_in_the_middle_of_a_hand_over_hands_over_once() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    assertThatThrownBy(
            () ->
                stage
                    .work
                    .engine()
                    .run(
                        () -> {
                          stage.handOver.run(stage.handOverTask());
                          throw new IllegalStateException("the power failed before the commit");
                        }))
        .hasMessageContaining("power failed");
    assertThat(handOvers()).isZero();
    assertThat(stage.entries(EventType.ESCROW_OPENED)).isEmpty();

    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    assertThat(handOvers()).isEqualTo(2);
    assertThat(stage.entries(EventType.ESCROW_OPENED)).hasSize(1);
    assertThat(stage.entries(EventType.RELEASE_HANDED_OVER)).hasSize(2);
  }

  @Test
  void a_trigger_row_that_claims_more_than_the_log_opens_nothing() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.turn();
    io.vaultplatform.core.triggers.internal.TestTriggers.put(
        database.superuser(),
        stage.trigger,
        new TriggerState.Executing(1, Instant.now(), java.util.Optional.empty()));
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    held("NOT_EXECUTING");
  }

  @Test
  void a_log_that_was_edited_or_forged_opens_nothing() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    // A check-in turned into something harmless, with its hash made to fit: whoever can do that
    // owns the tables.
    stage.superuser(
        "ALTER TABLE vault_core.audit_log DISABLE TRIGGER append_only",
        "UPDATE vault_core.audit_log SET control = replace(control, '\"channel\":\"mail\"',"
            + " '\"channel\":\"post\"'), hash = vault_core.audit_hash(replace(control,"
            + " '\"channel\":\"mail\"', '\"channel\":\"post\"')) WHERE type = 'reminder_accepted'",
        "ALTER TABLE vault_core.audit_log ENABLE ALWAYS TRIGGER append_only");
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    held("LOG_BROKEN");
  }

  @Test
  void a_log_restored_from_a_backup_opens_nothing() {
    stage.upload(stage.world.document(EncryptionClass.B));
    stage.arm(1).close();
    stage.executing();
    done(stage.gate.look(new Epoch(stage.world.epoch.vault(), stage.trigger.value(), 1)));
    // The check-in that the owner gave is lost with the backup; the gate still knows that the log
    // was longer.
    stage.checkIn();
    done(stage.gate.look(new Epoch(stage.world.epoch.vault(), stage.trigger.value(), 1)));
    var kept = stage.entries(EventType.TRIGGER_STEPPED).getLast().sequence();
    stage.superuser(
        "ALTER TABLE vault_core.audit_log DISABLE TRIGGER append_only",
        "DELETE FROM vault_core.audit_log WHERE sequence > " + kept,
        "ALTER TABLE vault_core.audit_log ENABLE ALWAYS TRIGGER append_only",
        "UPDATE vault_core.audit_heads h SET sequence = l.sequence, hash = l.hash, at = l.at"
            + " FROM vault_core.audit_log l WHERE l.chain_id = h.chain_id AND l.sequence = "
            + kept);
    io.vaultplatform.core.triggers.internal.TestTriggers.put(
        database.superuser(),
        stage.trigger,
        new TriggerState.Executing(1, Instant.now(), java.util.Optional.empty()));
    stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
    held("LOG_ROLLED_BACK");
  }

  @Test
  void the_server_alone_cannot_open_class_B_with_every_row_of_its_database() {
    var document = stage.world.document(EncryptionClass.B);
    stage.upload(document);
    stage.arm(1).close();
    stage.until(TriggerState.Kind.VERIFYING);
    stage.confirm(0);
    var epoch = new Epoch(stage.world.epoch.vault(), stage.trigger.value(), 1);
    var keys = new ArrayList<>(TestGate.identities(stage.work, stage.keys, stage.log, epoch));
    keys.addAll(stage.work.as(stage.owner, () -> stage.content.identities(epoch.vault())));
    assertThat(keys).as("the gate's, the release key, the vault's platform identity").hasSize(3);
    var dump = Dump.of(database.superuser());
    assertThat(dump.files().stream().map(Dump.Found::column))
        .as("headers lie under the keys of their documents")
        .doesNotContain("document_versions.header", "document_versions.metadata_header");
    // With the key service at hand they are read as well.
    var stored =
        stage.work.as(
            stage.owner,
            () ->
                done(stage.content.vaults().find(epoch.vault()))
                    .documents(java.util.Optional.empty(), 50));
    for (var file : stored) {
      dump =
          dump.and("document_versions.header", file.headers().document())
              .and("document_versions.metadata_header", file.headers().metadata());
    }
    assertThat(dump.files().stream().map(Dump.Found::column).distinct())
        .contains(
            "escrow_epochs.packets",
            "trustee_shares.share",
            "platform_shares.share",
            "confirmations.statement",
            "document_versions.header",
            "document_versions.metadata_header");
    // What the server's keys open: its own half of the path, and the one share that was confirmed.
    var opened = new TreeSet<String>();
    for (var file : dump.files()) {
      for (var key : List.copyOf(keys)) {
        if (file.header().names(key)) {
          opened.add(file.column());
          keys.add(seed(file, key));
        }
      }
    }
    assertThat(opened).containsExactly("confirmations.statement", "platform_shares.share");
    // Neither half, taken for a key, opens anything; the owner opens the documents, so they can be
    // opened.
    for (var file : dump.files()) {
      for (var key : keys.subList(3, keys.size())) {
        assertThat(file.header().names(key)).as(file.column()).isFalse();
      }
    }
    assertThat(
            dump.files().stream()
                .filter(f -> f.header().names(stage.world.ownerIdentity))
                .map(Dump.Found::column))
        .contains("document_versions.header", "document_versions.metadata_header");
    // The application's own role may not even read the shares it wrote.
    assertThatThrownBy(
            () ->
                stage.work.run(
                    stage.owner,
                    () ->
                        stage
                            .work
                            .sql()
                            .list(
                                "SELECT share FROM vault_core.platform_shares",
                                row -> row.text("share"))))
        .hasMessageContaining("42501");
    assertThatThrownBy(
            () ->
                stage
                    .work
                    .engine()
                    .run(
                        () ->
                            stage
                                .work
                                .sql()
                                .list(
                                    "SELECT share FROM vault_core.platform_shares",
                                    row -> row.text("share"))))
        .hasMessageContaining("42501");
  }

  private static AgeIdentity seed(Dump.Found file, AgeIdentity key) {
    var plain =
        AgeFile.decrypt(file.bytes().toArray(), List.of(key), 1 << 16).orThrow(file.column());
    var share = CanonicalJson.parse(plain.expose(byte[]::clone)).get("share");
    return AgeIdentity.ofSeed(
        Suite.CLASSIC, SecretBytes.taking(Base64Url.decode(String.valueOf(share))));
  }

  private io.vaultplatform.core.crypto.AgeRecipient[] recipients() {
    return stage.world.recipients.stream()
        .map(r -> r.identity().recipient())
        .toArray(io.vaultplatform.core.crypto.AgeRecipient[]::new);
  }

  private int shares() {
    return stage.count("SELECT count(*) FROM vault_core.platform_shares");
  }

  private int handOvers() {
    return stage.count("SELECT count(*) FROM vault_core.hand_overs");
  }

  private void held(String why) {
    assertThat(stage.view().state().kind()).isEqualTo(TriggerState.Kind.HELD);
    assertThat(handOvers()).isZero();
    assertThat(stage.entries(EventType.GATE_REFUSED).getLast().facts().get("why"))
        .asString()
        .startsWith(why);
  }
}
