package io.vaultplatform.core.content.internal;

import static io.vaultplatform.core.content.EncryptionClass.A;
import static io.vaultplatform.core.content.EncryptionClass.B;
import static io.vaultplatform.core.content.EncryptionClass.C;
import static io.vaultplatform.core.content.internal.Stage.done;
import static io.vaultplatform.core.content.internal.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.ClassChange;
import io.vaultplatform.core.content.ClassLedger;
import io.vaultplatform.core.content.ClassMove;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.content.Item;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.VaultView;
import io.vaultplatform.core.content.Writing;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import io.vaultplatform.core.content.spi.OwnerNotices;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.grants.Condition;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** INV-02 on a real database: who orders another class, what it costs, and what is left behind. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassLedgerIT {
  private final Writing ann = new Writing();
  private final Stage stage;
  private final TestDatabase database;
  private final Letters letters = new Letters();
  private final Set<DocumentId> listed = new HashSet<>();
  private VaultView vault;

  ClassLedgerIT(LocalWork work, TestDatabase database) {
    stage = new Stage(work);
    this.database = database;
    stage.content.notices.add(letters);
    stage.content.arming.add(new Lists());
    vault = stage.vault(ann);
  }

  /** Letters to an owner whose address is confirmed, or not. */
  private static final class Letters implements OwnerNotices {
    private final List<ClassOrder> sent = new ArrayList<>();
    private final List<DocumentId> withdrawn = new ArrayList<>();
    private boolean reachable = true;

    @Override
    public boolean weakening(ClassOrder order, Instant asked, Duration waiting) {
      if (reachable) {
        sent.add(order);
      }
      return reachable;
    }

    @Override
    public void withdraw(VaultId of, DocumentId successor) {
      withdrawn.add(successor);
    }
  }

  /** Release lists that name documents. */
  private final class Lists implements ArmedEpochs {
    @Override
    public List<ArmedEpoch> of(VaultId of) {
      return List.of();
    }

    @Override
    public Optional<Refusal> judge(Joining joining) {
      return Optional.empty();
    }

    @Override
    public Optional<Refusal> pinned(VaultId of, DocumentId document) {
      return listed.contains(document)
          ? Optional.of(Refusal.of(Reason.CONFLICT, "document", "A list names it."))
          : Optional.empty();
    }

    @Override
    public Optional<Refusal> take(Joining joining) {
      return Optional.empty();
    }
  }

  @BeforeEach
  void a_vault_of_its_own() {
    vault = stage.vault(ann);
    letters.reachable = true;
    listed.clear();
  }

  // --- what is allowed

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          A, B
          A, C
          B, C
          """)
  void a_strengthening_happens_at_once_and_nothing_of_the_weaker_document_is_left(
      EncryptionClass from, EncryptionClass to) {
    var before = store(from);
    var second = ann.document(Item.of(from, vault.id(), before, 2), "newer", keys(from));
    stage.store(ann, second);
    var order = order(before, from, to);
    var ordered = done(ask(order));
    assertThat(ordered.move().due()).contains(ordered.move().asked());
    assertThat(ordered.receipt()).isNotNull();

    stage.store(ann, successor(order));

    var ledger = ledger(before);
    assertThat(ledger).isEqualTo(ledger(order.successor()));
    assertThat(ledger.history()).containsExactly(from, to);
    assertThat(ledger.guarantee()).startsWith("Since ");
    assertThat(refusal(stage.fetch(ann.account, vault.id(), before)).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(stage.list(ann.account, vault.id()))
        .extracting(stored -> stored.item().document())
        .containsExactly(order.successor());
    for (var table : List.of("document_versions", "uploads")) {
      assertThat(count(table, "document_id = '%s'".formatted(before))).isZero();
    }
    assertThat(
            count(
                "blob_pieces p",
                "p.vault_id = '%s' AND NOT EXISTS (SELECT FROM vault_core.document_versions v WHERE"
                        .formatted(vault.id())
                    + " v.blob_id = p.blob_id)"))
        .isZero();
    var changed = stage.entries(ann.account, vault.id(), EventType.CLASS_CHANGED).getLast();
    assertThat(changed.resource().id()).isEqualTo(before.toString());
    assertThat(changed.facts())
        .containsEntry("from", from.name())
        .containsEntry("to", to.name())
        .containsEntry("successor", order.successor().toString())
        .containsEntry("erasedVersions", 2L);
    assertThat(ledger.periods().getLast().entry()).contains(changed.sequence());
    assertThat(letters.sent).extracting(ClassOrder::successor).doesNotContain(order.successor());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          B, A
          C, B
          """)
  void inv_02_a_weakening_waits_from_the_letter_on_and_comes_when_it_is_due(
      EncryptionClass from, EncryptionClass to) {
    var before = store(from);
    var order = order(before, from, to);

    var ordered = done(ask(order));

    assertThat(letters.sent).contains(order);
    assertThat(ordered.move().due()).as("no letter was taken yet").isEmpty();
    assertThat(refusal(stage.offer(ann, successor(order))).detail()).contains("letter");
    taken(order.successor());
    var due = ledger(before).open().orElseThrow().due().orElseThrow();
    assertThat(due).isAfter(Instant.now().plus(ClassChange.WAITING).minusSeconds(60));
    assertThat(refusal(stage.offer(ann, successor(order))).detail()).contains(due.toString());
    assertThat(stage.list(ann.account, vault.id())).hasSize(1);

    letTimePass(order.successor());
    stage.store(ann, successor(order));

    assertThat(ledger(before).history()).containsExactly(from, to);
    assertThat(
            stage
                .entries(ann.account, vault.id(), EventType.CLASS_CHANGE_ORDERED)
                .getLast()
                .facts())
        .containsEntry("waiting", ClassChange.WAITING.toString())
        .containsEntry("orderSha256", order.sign(ann.signing).bodyHash());
    assertThat(stage.entries(ann.account, vault.id(), EventType.CLASS_CHANGED)).hasSize(1);
  }

  @Test
  void only_the_first_letter_counts_and_a_cancelled_order_hears_of_none() {
    var order = order(store(C), C, B);
    done(ask(order));
    taken(order.successor());
    var first = ledger(order.document()).open().orElseThrow().told();
    taken(order.successor());
    assertThat(ledger(order.document()).open().orElseThrow().told()).isEqualTo(first);
    var other = order(store(C), C, B);
    done(ask(other));
    done(cancel(other));
    taken(other.successor());
    assertThat(ledger(other.document()).moves().getLast().told()).isEmpty();
  }

  // --- what is not

  @Test
  void inv_02_what_was_ever_class_c_never_becomes_class_a_and_the_attempt_is_audited() {
    var order = order(store(C), C, B);
    done(ask(order));
    taken(order.successor());
    letTimePass(order.successor());
    stage.store(ann, successor(order));

    for (var document : List.of(store(C), order.successor())) {
      var from = ledger(document).present().type();
      var refused = refusal(ask(order(document, from, A)));
      assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(
              stage
                  .entries(ann.account, vault.id(), EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT)
                  .getLast()
                  .resource()
                  .id())
          .isEqualTo(document.toString());
    }
    assertThat(ledger(order.successor()).guarantee()).contains("never becomes class A");
  }

  @Test
  void inv_02_the_same_payload_under_other_headers_is_blocked_and_audited() {
    var secret = ann.document(Writing.item(C, vault.id()), "secret", List.of());
    stage.store(ann, secret);
    for (var weaker : List.of(A, B)) {
      // Made by whoever has the file key: the old payload behind a header for other people.
      var other = ann.document(Writing.item(weaker, vault.id()), "else", keys(weaker));
      var lie =
          ann.parts(
              other.item(),
              other.header(),
              secret.payload(),
              other.metadata(),
              6,
              Optional.empty());
      var refused = refusal(stage.offer(ann, lie));
      assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(refused.field()).contains("manifest.payloadSha256");
    }
    assertThat(stage.entries(ann.account, vault.id(), EventType.ENCRYPTION_CLASS_VIOLATION_ATTEMPT))
        .hasSize(2)
        .allSatisfy(
            entry ->
                assertThat(entry.facts().get("why"))
                    .isEqualTo("a payload of a stronger class came as a weaker one"));
  }

  @Test
  void inv_02_a_payload_stays_known_after_its_document_was_erased() {
    var secret = ann.document(Writing.item(A, vault.id()), "read", keys(A));
    stage.store(ann, secret);
    var order = order(secret.item().document(), A, C);
    done(ask(order));
    var fresh = successor(order);
    var hollow =
        ann.parts(
            fresh.item(), fresh.header(), secret.payload(), fresh.metadata(), 4, Optional.empty());
    assertThat(refusal(stage.offer(ann, hollow)).detail()).contains("encrypted anew");
    stage.store(ann, fresh);
    assertThat(refusal(stage.offer(ann, again(fresh, secret.payload()))).detail())
        .contains("encrypted anew");
  }

  private Writing.Parts again(Writing.Parts like, byte[] payload) {
    var item = Writing.item(C, vault.id());
    return ann.parts(item, like.header(), payload, like.metadata(), 4, Optional.empty());
  }

  @Test
  void a_document_that_was_succeeded_takes_no_version_and_its_id_is_not_used_again() {
    var order = order(store(B), B, C);
    done(ask(order));
    stage.store(ann, successor(order));
    for (int version : List.of(1, 2)) {
      var item = Item.of(B, vault.id(), order.document(), version);
      var refused = refusal(stage.offer(ann, ann.document(item, "more", List.of())));
      assertThat(refused.reason()).isEqualTo(Reason.CONFLICT);
      assertThat(refused.detail()).contains(order.successor().toString());
    }
    var order2 = order(order.successor(), C, B);
    done(ask(order2));
    assertThat(refusal(ask(order(order.document(), B, C))).reason()).isEqualTo(Reason.CONFLICT);
  }

  @Test
  void the_successor_takes_versions_as_any_document_does() {
    var order = order(store(B), B, C);
    done(ask(order));
    stage.store(ann, successor(order));
    var next = Item.of(C, vault.id(), order.successor(), 2);
    stage.store(ann, ann.document(next, "second", List.of()));
    assertThat(ledger(order.document()).history()).containsExactly(B, C);
  }

  @Test
  void an_upload_under_way_to_the_document_goes_with_it() {
    var order = order(store(A), A, B);
    var item = Item.of(A, vault.id(), order.document(), 2);
    var late = ann.document(item, "late", keys(A));
    done(stage.offer(ann, late));
    done(ask(order));
    stage.store(ann, successor(order));
    assertThat(refusal(stage.send(ann, late, 0, late.payload())).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(count("uploads", "vault_id = '%s'".formatted(vault.id()))).isZero();
  }

  @Test
  void a_weakening_that_nobody_can_be_told_of_is_refused() {
    letters.reachable = false;
    var refused = refusal(ask(order(store(B), B, A)));
    assertThat(refused.field()).contains("address");
    assertThat(stage.entries(ann.account, vault.id(), EventType.CLASS_CHANGE_ORDERED)).isEmpty();
    assertThat(stage.entries(ann.account, vault.id(), EventType.CLASS_CHANGE_REFUSED)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "key", "document"})
  void an_order_that_the_owner_did_not_sign_like_this_is_refused(String what) {
    var document = store(B);
    var order =
        what.equals("words")
            ? new ClassOrder(
                ann.account, vault.id(), document, B, A, id(), Optional.of("make it class B"))
            : order(what.equals("document") ? store(B) : document, B, A);
    var key = what.equals("key") ? SigningKey.generate(Suite.HYBRID) : ann.signing;
    var refused = refusal(ask(document, order.sign(key)));
    assertThat(refused.reason()).isEqualTo(Reason.UNACCEPTABLE);
    assertThat(ledger(document).moves()).isEmpty();
  }

  @Test
  void the_same_order_twice_is_one_and_another_one_for_its_successor_is_none() {
    var document = store(A);
    var order = order(document, A, C);
    var first = done(ask(order));
    var second = done(ask(order));
    assertThat(second.move()).isEqualTo(first.move());
    assertThat(second.receipt().toTree()).isEqualTo(first.receipt().toTree());
    var stolen =
        new ClassOrder(
            ann.account, vault.id(), store(A), A, B, order.successor(), Optional.empty());
    assertThat(refusal(ask(stolen)).field()).contains("order.successor");
    var taken = new ClassOrder(ann.account, vault.id(), store(A), A, B, document, Optional.empty());
    assertThat(refusal(ask(taken)).field()).contains("order.successor");
  }

  // --- cancelling

  @Test
  void a_cancelled_order_is_over_for_good_and_another_may_follow() {
    var order = order(store(C), C, B);
    done(ask(order));
    var cancelled = done(cancel(order));
    assertThat(cancelled.move().state()).isInstanceOf(ClassMove.State.Cancelled.class);
    assertThat(letters.withdrawn).contains(order.successor());
    assertThat(done(cancel(order)).receipt().toTree()).isEqualTo(cancelled.receipt().toTree());
    assertThat(refusal(stage.offer(ann, successor(order))).detail()).contains("cancelled");
    assertThat(done(ask(order)).move().state())
        .as("the same order, read again")
        .isInstanceOf(ClassMove.State.Cancelled.class);
    done(ask(order(order.document(), C, B)));
    assertThat(ledger(order.document()).moves()).hasSize(2);
    assertThat(stage.entries(ann.account, vault.id(), EventType.CLASS_CHANGE_CANCELLED)).hasSize(1);
  }

  @Test
  void what_was_carried_out_is_not_cancelled_and_an_unknown_order_is_unknown() {
    var order = order(store(A), A, B);
    done(ask(order));
    stage.store(ann, successor(order));
    assertThat(refusal(cancel(order)).reason()).isEqualTo(Reason.CONFLICT);
    assertThat(refusal(cancel(order(order.document(), A, B))).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void an_order_cancelled_while_its_successor_is_sent_makes_none() {
    var order = order(store(A), A, B);
    done(ask(order));
    var successor = successor(order);
    done(stage.offer(ann, successor));
    done(cancel(order));
    assertThat(refusal(stage.send(ann, successor, 0, successor.payload())).detail())
        .contains("cancelled");
    assertThat(ledger(order.document()).history()).containsExactly(A);
    assertThat(done(stage.fetch(ann.account, vault.id(), order.document()))).isNotEmpty();
  }

  // --- what the change means for others

  @Test
  void while_a_release_list_names_the_document_nothing_is_ordered_and_nothing_carried_out() {
    var document = store(B);
    listed.add(document);
    var order = order(document, B, C);
    assertThat(refusal(ask(order)).detail()).contains("disarm");
    listed.clear();
    done(ask(order));
    var successor = successor(order);
    done(stage.offer(ann, successor));
    listed.add(document);
    assertThat(refusal(stage.send(ann, successor, 0, successor.payload())).detail())
        .contains("disarm");
    assertThat(ledger(document).history()).as("still there, for its recipients").containsExactly(B);

    listed.clear();
    done(stage.send(ann, successor, successor.payload().length, new byte[0]));

    assertThat(ledger(document).history()).as("and no byte was sent again").containsExactly(B, C);
  }

  @Test
  void grants_on_the_document_end_and_none_passes_to_its_successor() {
    var ben = new Writing();
    Accounts.add(database, ben);
    var document = store(A);
    give(ben.account, new Target.Document(vault.id(), document.value()));
    assertThat(done(stage.fetch(ben.account, vault.id(), document))).isNotEmpty();
    var order = order(document, A, B);
    done(ask(order));

    stage.store(ann, successor(order));

    assertThat(refusal(stage.fetch(ben.account, vault.id(), order.successor())).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(stage.work.as(ann.account, () -> stage.content.grants().list(vault.id())))
        .allSatisfy(grant -> assertThat(grant.revoked()).isPresent());
    assertThat(stage.entries(ann.account, vault.id(), EventType.GRANT_REVOKED)).hasSize(1);
    assertThat(
            refusal(wish(ben.account, new Target.Document(vault.id(), document.value()))).field())
        .contains("what.id");
  }

  private void give(AccountId who, Target.Document what) {
    done(wish(who, what));
  }

  private Outcome<Grants.Given> wish(AccountId who, Target.Document what) {
    return stage.work.as(
        ann.account,
        () ->
            stage
                .content
                .grants()
                .give(
                    vault.id(),
                    new Grants.Wish(
                        who,
                        what,
                        Right.OPEN,
                        Optional.empty(),
                        Optional.empty(),
                        new Condition.Now())));
  }

  @Test
  void nobody_but_the_owner_reads_orders_or_cancels() {
    var ben = new Writing();
    Accounts.add(database, ben);
    var document = store(A);
    give(ben.account, new Target.Document(vault.id(), document.value()));
    var order = order(document, A, B);
    var found = stage.find(ben.account, vault.id());
    var signed = order.sign(ann.signing);
    for (var refused :
        List.of(
            stage.work.as(ben.account, () -> found.classes(document)),
            stage.work.as(ben.account, () -> found.order(document, signed)),
            stage.work.as(ben.account, () -> found.cancel(document, order.successor())))) {
      assertThat(refusal(refused).reason()).isEqualTo(Reason.FORBIDDEN);
    }
    done(ask(order));
    assertThat(
            stage.work.as(
                ben.account,
                () ->
                    stage
                        .work
                        .sql()
                        .list(
                            "SELECT successor_id FROM vault_core.class_changes",
                            row -> row.uuid("successor_id"))))
        .isEmpty();
  }

  // --- the database itself

  @Test
  void inv_02_not_even_the_superuser_rewrites_the_history_of_classes() {
    var order = order(store(C), C, B);
    done(ask(order));
    var where = " WHERE successor_id = '%s'".formatted(order.successor());
    for (var statement :
        List.of(
            "DELETE FROM vault_core.class_changes" + where,
            "UPDATE vault_core.class_changes SET from_class = 'A', waiting_seconds = 0" + where,
            "UPDATE vault_core.class_changes SET told_at = now(), due_at = now()" + where,
            "UPDATE vault_core.class_changes SET waiting_seconds = 1" + where,
            "UPDATE vault_core.class_changes SET made_at = now(), made_entry = 1" + where)) {
      assertThatThrownBy(() -> superuserDoes(statement))
          .as(statement)
          .hasMessageMatching("(?s).*(never rewritten|waits|without its successor).*");
    }
    assertThatThrownBy(
            () ->
                superuserDoes(
                    "INSERT INTO vault_core.documents (vault_id, id, class, latest_version,"
                        + " created_at) VALUES ('%s', '%s', 'B', 1, now())"
                            .formatted(vault.id(), order.successor())))
        .hasMessageContaining("as it was ordered");
    assertThatThrownBy(
            () ->
                superuserDoes(
                    "DELETE FROM vault_core.document_versions WHERE document_id = '%s'"
                        .formatted(order.document())))
        .hasMessageContaining("not deleted");
  }

  @Test
  void inv_02_the_database_knows_the_way_from_c_as_well() {
    var order = order(store(C), C, B);
    done(ask(order));
    taken(order.successor());
    letTimePass(order.successor());
    stage.store(ann, successor(order));
    assertThatThrownBy(
            () ->
                superuserDoes(
                    """
                    INSERT INTO vault_core.class_changes
                      (vault_id, document_id, from_class, to_class, successor_id, signed_order,
                       asked_at, asked_entry, waiting_seconds)
                    VALUES ('%s', '%s', 'B', 'A', gen_random_uuid(), '\\x00', now(), 1, 86400)
                    """
                        .formatted(vault.id(), order.successor())))
        .hasMessageContaining("never becomes class A");
  }

  @Test
  void payloads_that_were_stored_before_payloads_had_a_class_are_given_theirs() throws IOException {
    for (var type : EncryptionClass.values()) {
      store(type);
    }
    String migration;
    try (var file =
        ClassLedgerIT.class.getResourceAsStream("/db/migration/core/V061__payload_classes.sql")) {
      migration = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
    int from = migration.indexOf("  SELECT v.vault_id");
    var backfill = migration.substring(from, migration.indexOf(';', from));
    var found =
        "(%s) AS b (vault_id, payload_sha256, class) JOIN vault_core.payload_classes p USING (vault_id, payload_sha256, class)"
            .formatted(backfill);
    assertThat(count(found, "vault_id = '%s'".formatted(vault.id()))).isEqualTo(6);
    assertThat(count("payload_classes", "vault_id = '%s'".formatted(vault.id()))).isEqualTo(6);
  }

  // --- tools

  private static DocumentId id() {
    return new DocumentId(UUID.randomUUID());
  }

  private List<AgeRecipient> keys(EncryptionClass type) {
    return type == A ? List.of(vault.platform()) : List.of();
  }

  private DocumentId store(EncryptionClass type) {
    var parts = ann.document(Writing.item(type, vault.id()), "what was put", keys(type));
    stage.store(ann, parts);
    return parts.item().document();
  }

  private ClassOrder order(DocumentId document, EncryptionClass from, EncryptionClass to) {
    return new ClassOrder(
        ann.account,
        vault.id(),
        document,
        from,
        to,
        id(),
        to.isWeakerThan(from) ? Optional.of("make it class " + to) : Optional.empty());
  }

  private Writing.Parts successor(ClassOrder order) {
    return ann.document(
        Item.of(order.to(), vault.id(), order.successor(), 1), "what was put", keys(order.to()));
  }

  private Outcome<Vault.Ordered> ask(ClassOrder order) {
    return ask(order.document(), order.sign(ann.signing));
  }

  private Outcome<Vault.Ordered> ask(DocumentId document, Signed signed) {
    return stage.work.as(
        ann.account,
        () -> stage.content.vaults().find(vault.id()).then(v -> v.order(document, signed)));
  }

  private Outcome<Vault.Ordered> cancel(ClassOrder order) {
    return stage.work.as(
        ann.account,
        () ->
            stage
                .content
                .vaults()
                .find(vault.id())
                .then(v -> v.cancel(order.document(), order.successor())));
  }

  private ClassLedger ledger(DocumentId document) {
    return done(
        stage.work.as(
            ann.account,
            () -> stage.content.vaults().find(vault.id()).then(v -> v.classes(document))));
  }

  private void taken(DocumentId successor) {
    stage
        .work
        .engine()
        .run(() -> stage.content.noticed().told(vault.id(), successor, Instant.now()));
  }

  // Nobody may do this, so the guards have to be put aside for it.
  private void letTimePass(DocumentId successor) {
    superuserDoes(
        """
        SET LOCAL session_replication_role = replica;
        UPDATE vault_core.class_changes
           SET told_at = told_at - make_interval(secs => waiting_seconds), due_at = due_at - make_interval(secs => waiting_seconds)
         WHERE successor_id = '%s'
        """
            .formatted(successor));
  }

  private long count(String table, String where) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement();
        var found =
            made.executeQuery(
                "SELECT count(*) FROM "
                    + (table.startsWith("(") ? "" : "vault_core.")
                    + table
                    + " WHERE "
                    + where)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void superuserDoes(String statement) {
    try (var connection = database.superuser().getConnection();
        var made = connection.createStatement()) {
      made.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
