package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.internal.Stage.done;
import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.grants.Condition;
import io.vaultplatform.core.grants.Grant;
import io.vaultplatform.core.grants.GrantDecision;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.core.store.LocalPersistence;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What somebody else gets to see of a vault: nothing, or what a grant names, as long as it holds.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsIT {
  private final Stage stage;
  private final TestDatabase database;
  private Writing ann = new Writing();
  private Writing ben = new Writing();
  private VaultView vault;
  private Writing.Parts letter;
  private Writing.Parts diary;

  @SuppressWarnings("NullAway.Init") // made before each test
  GrantsIT(LocalWork work, TestDatabase database) {
    this.database = database;
    stage = new Stage(work);
  }

  @BeforeEach
  void a_vault_with_two_documents() {
    ann = new Writing();
    ben = new Writing();
    Accounts.add(database, ann);
    Accounts.add(database, ben);
    vault = stage.vault(ann);
    letter = ann.document(Writing.item(EncryptionClass.C, vault.id()), "a letter", List.of());
    diary =
        ann.document(
            Writing.item(EncryptionClass.A, vault.id()), "a diary", List.of(vault.platform()));
    stage.store(ann, letter);
    stage.store(ann, diary);
  }

  @Test
  void without_a_grant_a_vault_does_not_exist_for_others() {
    assertThat(refusal(find()).reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(stage.work.as(ben.account, () -> stage.content.vaults().list(Optional.empty(), 100)))
        .isEmpty();
  }

  @Test
  void a_query_without_where_returns_nothing_of_anybody_else() {
    for (var table :
        List.of(
            "vaults",
            "documents",
            "document_versions",
            "uploads",
            "blob_pieces",
            "platform_identities",
            "grants")) {
      long count =
          stage.work.as(
              ben.account,
              () ->
                  stage
                      .work
                      .sql()
                      .one(
                          "SELECT count(*) AS n FROM vault_core." + table, row -> row.number("n")));
      assertThat(count).as(table).isZero();
    }
  }

  @Test
  void finding_by_id_returns_nothing_even_after_the_owner_has_loaded_the_row() {
    var persistence = new LocalPersistence(stage.work).entityManager();
    stage.work.run(
        ann.account,
        () -> assertThat(persistence.find(VaultRow.class, vault.id().value())).isNotNull());
    stage.work.run(
        ben.account,
        () -> assertThat(persistence.find(VaultRow.class, vault.id().value())).isNull());
  }

  @Test
  void a_vault_keeps_a_bounded_number_of_grants() {
    var given = give(Right.SEE, everything());
    stage.work.run(
        ann.account,
        () ->
            stage
                .work
                .sql()
                .update(
                    """
                    INSERT INTO vault_core.grants
                      (vault_id, id, owner_id, grantee_id, target, target_id, granted_right, valid_from, created_at)
                    SELECT vault_id, gen_random_uuid(), owner_id, grantee_id, target, target_id, granted_right,
                           valid_from, created_at
                      FROM vault_core.grants, generate_series(2, 1000) WHERE id = ?
                    """,
                    given.id().value()));
    var oneMore =
        give(Right.SEE, everything(), Optional.empty(), Optional.empty(), new Condition.Now());
    assertThat(refusal(oneMore).reason()).isEqualTo(Reason.CONFLICT);
    assertThat(stage.work.as(ann.account, () -> grants().list(vault.id()))).hasSize(1000);
  }

  @Test
  void nobody_writes_into_anothers_vault_even_with_every_right() {
    for (var right : Right.values()) {
      if (right.hasEffect()) {
        give(right, everything());
      }
    }
    var parts = ben.document(Writing.item(EncryptionClass.C, vault.id()), "mine", List.of());
    assertThat(refusal(stage.offer(ben, parts)).reason()).isEqualTo(Reason.FORBIDDEN);
    assertThatThrownBy(
            () ->
                stage.work.run(
                    ben.account,
                    () ->
                        stage
                            .work
                            .sql()
                            .update(
                                "INSERT INTO vault_core.blob_pieces VALUES (?, ?, 0, ?)",
                                vault.id().value(),
                                UUID.randomUUID(),
                                new byte[] {1})))
        .hasMessageContaining("42501");
  }

  @Test
  void who_may_see_lists_and_gets_no_payload_and_the_try_is_entered() {
    give(Right.SEE, everything());
    assertThat(stage.list(ben.account, vault.id())).hasSize(2);
    var refused = refusal(fetch(letter));
    assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(refused.detail()).contains("allows to see, not to open");
    assertThat(stage.entries(ann.account, vault.id(), EventType.ACCESS_REFUSED)).hasSize(1);
    // The database says the same to whoever gets past the decision.
    long pieces =
        stage.work.as(
            ben.account,
            () ->
                stage
                    .work
                    .sql()
                    .one(
                        "SELECT count(*) AS n FROM vault_core.blob_pieces",
                        row -> row.number("n")));
    assertThat(pieces).isZero();
  }

  @Test
  void who_may_open_one_document_fetches_that_one_and_the_owner_can_read_it_in_the_log() {
    var given = give(Right.OPEN, document(letter));
    assertThat(stage.list(ben.account, vault.id())).hasSize(1);
    assertThat(done(fetch(letter))).isEqualTo(letter.file());
    assertThat(refusal(fetch(diary)).reason()).isEqualTo(Reason.NOT_FOUND);
    var entry = stage.entries(ann.account, vault.id(), EventType.DOCUMENT_OPENED).getLast();
    assertThat(entry.actor().id()).isEqualTo(ben.account.toString());
    assertThat(entry.facts()).containsEntry("basis", given.id().toString());
  }

  @Test
  void class_a_is_opened_for_who_may_open_and_for_nobody_else() {
    give(Right.SEE, everything());
    assertThat(refusal(open()).reason()).isEqualTo(Reason.FORBIDDEN);
    give(Right.OPEN, document(diary));
    assertThat(done(open())).isEqualTo("a diary");
  }

  @Test
  void a_grant_taken_back_ends_at_once_and_says_so() {
    var given = give(Right.OPEN, document(letter));
    assertThat(fetch(letter)).isInstanceOf(Outcome.Done.class);
    done(stage.work.as(ann.account, () -> grants().revoke(vault.id(), given.id())));
    assertThat(refusal(find()).reason()).isEqualTo(Reason.NOT_FOUND);
    var decision =
        stage.work.as(
            ben.account, () -> grants().decide(ann.account, Right.OPEN, document(letter)));
    assertThat(decision.explanation()).contains("taken back on");
    assertThat(stage.entries(ann.account, vault.id(), EventType.GRANT_REVOKED)).hasSize(1);
  }

  @Test
  void a_grant_that_begins_later_or_is_over_counts_for_nothing() {
    var later = Instant.now().plusSeconds(3600);
    done(give(Right.OPEN, everything(), Optional.of(later), Optional.empty(), new Condition.Now()));
    done(
        give(
            Right.OPEN,
            everything(),
            Optional.of(Instant.now().minusSeconds(7200)),
            Optional.of(Instant.now().minusSeconds(3600)),
            new Condition.Now()));
    assertThat(refusal(find()).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void a_grant_for_after_a_release_waits_for_that_release() {
    var trigger = trigger("armed");
    done(after(trigger));
    assertThat(refusal(find()).reason()).isEqualTo(Reason.NOT_FOUND);
    stage.work.engine().run(() -> grants().released(vault.id(), UUID.randomUUID()));
    assertThat(refusal(find()).reason()).isEqualTo(Reason.NOT_FOUND);
    stage.work.engine().run(() -> grants().released(vault.id(), trigger));
    assertThat(done(fetch(letter))).isEqualTo(letter.file());
  }

  @Test
  void a_grant_taken_back_in_the_moment_of_the_release_waits_for_it_and_is_no_deadlock()
      throws Exception {
    var trigger = trigger("armed");
    var given = done(after(trigger));
    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<Outcome<Grants.Given>> revoked =
          stage
              .work
              .engine()
              .call(
                  () -> {
                    // The step's entry, which takes the log's head, and then what hangs on the
                    // step.
                    stage.log.append(
                        Draft.of(
                            Chain.of(vault.id()),
                            EventType.CHECK_IN,
                            Resource.of("trigger", trigger),
                            Actor.system("test"),
                            Map.of("trigger", trigger.toString(), "epoch", 1)));
                    Future<Outcome<Grants.Given>> pending =
                        thread.submit(
                            () ->
                                stage.work.as(
                                    ann.account,
                                    () -> grants().revoke(vault.id(), given.grant().id())));
                    rest();
                    grants().released(vault.id(), trigger);
                    return pending;
                  });
      done(revoked.get());
    }
    assertThat(refusal(find()).reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(stage.entries(ann.account, vault.id(), EventType.GRANT_REVOKED)).hasSize(1);
  }

  private static void rest() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_grant_gives_a_receipt_and_only_owners_give_and_take_back() {
    var given =
        done(
            give(Right.SEE, everything(), Optional.empty(), Optional.empty(), new Condition.Now()));
    assertThat(given.receipt().hash())
        .isEqualTo(stage.entries(ann.account, vault.id(), EventType.GRANT_GIVEN).getFirst().hash());
    var cleo = new Writing();
    Accounts.add(database, cleo);
    var wish =
        new Grants.Wish(
            cleo.account,
            everything(),
            Right.SEE,
            Optional.empty(),
            Optional.empty(),
            new Condition.Now());
    assertThat(refusal(stage.work.as(ben.account, () -> grants().give(vault.id(), wish))).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(
            refusal(
                    stage.work.as(
                        ben.account, () -> grants().revoke(vault.id(), given.grant().id())))
                .reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(stage.work.as(ben.account, () -> grants().list(vault.id()))).hasSize(1);
    assertThat(stage.work.as(cleo.account, () -> grants().list(vault.id()))).isEmpty();
  }

  @Test
  void a_grant_for_after_a_release_that_is_over_holds_at_once() {
    done(after(trigger("executed")));
    assertThat(done(fetch(letter))).isEqualTo(letter.file());
  }

  @Test
  void what_nothing_would_ever_keep_is_not_promised() {
    assertThat(refusal(after(UUID.randomUUID())).field()).contains("afterRelease");
    assertThat(refusal(after(trigger("cancelled"))).field()).contains("afterRelease");
    assertThat(refusal(after(trigger("rescinded"))).field()).contains("afterRelease");
    var unknown = new Target.Document(vault.id(), UUID.randomUUID());
    assertThat(refusal(now(Right.OPEN, unknown)).field()).contains("what.id");
    var share = new Target.Share(vault.id(), UUID.randomUUID());
    assertThat(refusal(now(Right.SEE, share)).field()).contains("what.kind");
    assertThat(refusal(now(Right.MANAGE, everything())).field()).contains("right");
    assertThat(refusal(now(Right.CONFIRM, everything())).field()).contains("right");
    assertThat(stage.work.as(ann.account, () -> grants().list(vault.id()))).isEmpty();
  }

  private Outcome<Grants.Given> after(UUID trigger) {
    return give(
        Right.OPEN,
        everything(),
        Optional.empty(),
        Optional.empty(),
        new Condition.AfterRelease(trigger));
  }

  private Outcome<Grants.Given> now(Right right, Target what) {
    return give(right, what, Optional.empty(), Optional.empty(), new Condition.Now());
  }

  /** A trigger of the vault where it is to stand; its life is another test's matter. */
  private UUID trigger(String status) {
    var id = UUID.randomUUID();
    stage.work.run(
        ann.account,
        () ->
            stage
                .work
                .sql()
                .update(
                    """
                    INSERT INTO vault_core.triggers
                      (vault_id, id, product, type, plan, state, status, next_due, created_at)
                    VALUES (?, ?, 'witness-vault', 'dead_man_switch', '{}', '{}', ?,
                            CASE WHEN ? = 'armed' THEN now() END, now())
                    """,
                    vault.id().value(),
                    id,
                    status,
                    status));
    return id;
  }

  @Test
  void times_that_the_database_would_refuse_or_make_equal_are_refused_by_their_member() {
    var begin = Instant.parse("2027-01-31T12:00:00.000000100Z");
    assertThat(refusal(lasting(begin, begin.plusNanos(100))).field()).contains("until");
    assertThat(refusal(lasting(begin, Instant.MAX)).field()).contains("until");
    assertThat(refusal(lasting(Instant.MIN, begin)).field()).contains("from");
    assertThat(stage.work.as(ann.account, () -> grants().list(vault.id()))).isEmpty();
    var kept = done(lasting(begin, begin.plusNanos(1000))).grant();
    assertThat(stage.work.as(ann.account, () -> grants().list(vault.id()))).containsExactly(kept);
  }

  private Outcome<Grants.Given> lasting(Instant from, Instant until) {
    return give(
        Right.OPEN, everything(), Optional.of(from), Optional.of(until), new Condition.Now());
  }

  @Test
  void a_grant_to_nobody_is_refused() {
    var nobody = new Writing();
    var wish =
        new Grants.Wish(
            nobody.account,
            everything(),
            Right.SEE,
            Optional.empty(),
            Optional.empty(),
            new Condition.Now());
    var refused = refusal(stage.work.as(ann.account, () -> grants().give(vault.id(), wish)));
    assertThat(refused.field()).contains("who");
  }

  @Test
  void the_explanation_of_an_allowed_access_names_the_grant() {
    var given = give(Right.OPEN, everything());
    var decision =
        stage.work.as(
            ben.account, () -> grants().decide(ann.account, Right.OPEN, document(letter)));
    assertThat(decision)
        .isEqualTo(
            new GrantDecision.Allowed(
                Optional.of(given.id()), "allowed under grant " + given.id()));
  }

  private Target everything() {
    return new Target.Everything(vault.id());
  }

  private Target document(Writing.Parts parts) {
    return new Target.Document(vault.id(), parts.item().document().value());
  }

  private Grant give(Right right, Target what) {
    return done(give(right, what, Optional.empty(), Optional.empty(), new Condition.Now())).grant();
  }

  private Outcome<Grants.Given> give(
      Right right,
      Target what,
      Optional<Instant> from,
      Optional<Instant> until,
      Condition condition) {
    var wish = new Grants.Wish(ben.account, what, right, from, until, condition);
    return stage.work.as(ann.account, () -> grants().give(vault.id(), wish));
  }

  private Grants grants() {
    return stage.content.grants();
  }

  private Outcome<?> find() {
    return stage.work.as(ben.account, () -> stage.content.vaults().find(vault.id()));
  }

  private Outcome<byte[]> fetch(Writing.Parts parts) {
    return stage.fetch(ben.account, vault.id(), parts.item().document());
  }

  private Outcome<String> open() {
    var found = stage.find(ben.account, vault.id());
    var out = new ByteArrayOutputStream();
    return stage
        .outside(ben.account, () -> found.open((Item.Legible) diary.item()))
        .then(
            opened -> {
              opened.writeTo(out);
              return Outcome.done(out.toString(StandardCharsets.UTF_8));
            });
  }
}
