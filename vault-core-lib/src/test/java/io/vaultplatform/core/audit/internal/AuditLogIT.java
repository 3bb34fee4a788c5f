package io.vaultplatform.core.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.LogEvidence;
import io.vaultplatform.core.audit.LogVerifier;
import io.vaultplatform.core.audit.OpenedExport;
import io.vaultplatform.core.audit.Page;
import io.vaultplatform.core.audit.Personal;
import io.vaultplatform.core.audit.Query;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.store.DatabaseRole;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.SqlFailure;
import jakarta.transaction.Transactional;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log on real tables, under the roles of production. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditLogIT {
  private final LocalWork work;
  private final TestDatabase database;
  private final TestAudit audit;
  private final AuditLog log;
  private AccountId ann = new AccountId(UUID.randomUUID());
  private AccountId bob = new AccountId(UUID.randomUUID());
  private VaultId vault = new VaultId(UUID.randomUUID());
  private Chain chain = Chain.of(vault);

  AuditLogIT(LocalWork work, TestDatabase database) {
    this.work = work;
    this.database = database;
    this.audit = TestAudit.open(work);
    this.log = audit.log();
  }

  @BeforeEach
  void a_vault_of_ann() {
    ann = new AccountId(UUID.randomUUID());
    bob = new AccountId(UUID.randomUUID());
    vault = new VaultId(UUID.randomUUID());
    chain = Chain.of(vault);
    work.run(ann, () -> makeVault(vault));
  }

  private void makeVault(VaultId id) {
    work.sql()
        .update(
            """
            INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
            VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
            """,
            id.value(),
            ann.value(),
            new byte[] {1},
            Instant.EPOCH);
  }

  private Draft checkIn() {
    return draft(EventType.CHECK_IN, Map.of("trigger", "t1", "epoch", 1));
  }

  private Draft draft(EventType type, Map<String, Object> facts) {
    return Draft.of(chain, type, new Resource("trigger", "t1"), Actor.user(ann), facts);
  }

  private Entry append(Draft draft) {
    return work.as(ann, () -> log.append(draft));
  }

  private List<Entry> entries(AccountId as) {
    return work.as(as, () -> log.after(chain, 0, 100));
  }

  @Test
  void entries_follow_one_another_without_a_gap_and_never_back_in_time() {
    var made = IntStream.range(0, 5).mapToObj(i -> append(checkIn())).toList();
    assertThat(entries(ann)).isEqualTo(made);
    assertThat(made.getFirst().previous()).isEqualTo(Head.genesis(chain).hash());
    for (int i = 1; i < made.size(); i++) {
      assertThat(made.get(i).sequence()).isEqualTo(i + 1);
      assertThat(made.get(i).previous()).isEqualTo(made.get(i - 1).hash());
      assertThat(made.get(i).time()).isAfterOrEqualTo(made.get(i - 1).time());
    }
    Head head = work.as(ann, () -> log.head(chain));
    assertThat(head).isEqualTo(made.getLast().head());
  }

  @Test
  void no_entry_no_action_a_rollback_takes_both() {
    var extra = new VaultId(UUID.randomUUID());
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () -> {
                      makeVault(extra);
                      log.append(checkIn());
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(entries(ann)).isEmpty();
    assertThat(vaultsSeen(extra)).isZero();
    assertThat(append(checkIn()).sequence()).isEqualTo(1);
  }

  @Test
  void no_action_without_an_entry_a_log_that_refuses_takes_the_action_with_it() throws Exception {
    execute(
        database.superuser(),
        "ALTER TABLE vault_core.audit_log ADD CONSTRAINT no_more CHECK (resource_id <> 'full')");
    var extra = new VaultId(UUID.randomUUID());
    var refused =
        Draft.of(
            chain,
            EventType.CHECK_IN,
            new Resource("trigger", "full"),
            Actor.user(ann),
            Map.of("trigger", "t1", "epoch", 1));
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () -> {
                      makeVault(extra);
                      log.append(refused);
                    }))
        .isInstanceOf(SqlFailure.class);
    assertThat(vaultsSeen(extra)).isZero();
  }

  // The trap: after a failed statement PostgreSQL answers COMMIT with a silent rollback. Whoever
  // swallows the
  // failure is told "done", and what they did is gone, together with its entry: still no action
  // without one.
  @Test
  void a_swallowed_failure_loses_the_entry_and_the_action_together() {
    var extra = new VaultId(UUID.randomUUID());
    boolean told =
        work.as(
            ann,
            () -> {
              makeVault(extra);
              log.append(checkIn());
              try {
                work.sql().update("INSERT INTO vault_core.no_such_table VALUES (1)");
              } catch (SqlFailure swallowed) {
                assertThat(swallowed.state()).isEqualTo("42P01");
              }
              return true;
            });
    assertThat(told).isTrue();
    assertThat(vaultsSeen(extra)).isZero();
    assertThat(entries(ann)).isEmpty();
  }

  @Test
  void appending_outside_a_transaction_is_impossible() {
    assertThatThrownBy(() -> log.append(checkIn())).isInstanceOf(IllegalStateException.class);
    var transactional = ChainWriter.class.getAnnotation(Transactional.class);
    assertThat(transactional.value()).isEqualTo(Transactional.TxType.MANDATORY);
    assertThat(transactional.rollbackOn()).containsExactly(Exception.class);
  }

  @Test
  void a_chain_stays_gapless_when_many_append_at_once_and_some_roll_back() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var all =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            if (i % 5 == 0) {
                              assertThatThrownBy(
                                      () ->
                                          work.run(
                                              ann,
                                              () -> {
                                                log.append(checkIn());
                                                throw new IllegalStateException("on purpose");
                                              }))
                                  .hasMessage("on purpose");
                            } else {
                              append(checkIn());
                            }
                          }))
              .toList();
      for (var one : all) {
        one.get();
      }
    }
    List<Entry> found = work.as(ann, () -> log.after(chain, 0, 500));
    assertThat(found.stream().map(Entry::sequence).toList())
        .isEqualTo(LongStream.rangeClosed(1, 160).boxed().toList());
    assertThat(export()).isInstanceOf(LogEvidence.Intact.class);
  }

  @Test
  void chains_of_different_vaults_do_not_wait_for_each_other() {
    var other = new VaultId(UUID.randomUUID());
    work.run(ann, () -> makeVault(other));
    Entry inside =
        work.as(
            ann,
            () -> {
              log.append(checkIn());
              // Another transaction, while this one holds the lock of its own chain.
              return work.as(
                  ann,
                  () ->
                      log.append(
                          Draft.of(
                              Chain.of(other),
                              EventType.CHECK_IN,
                              new Resource("trigger", "t1"),
                              Actor.user(ann),
                              Map.of("trigger", "t1", "epoch", 1))));
            });
    assertThat(inside.sequence()).isEqualTo(1);
  }

  @Test
  void no_role_may_change_remove_or_truncate_an_entry_not_even_the_owner_of_the_table() {
    append(checkIn());
    var statements =
        List.of(
            "UPDATE vault_core.audit_log SET hash = hash",
            "DELETE FROM vault_core.audit_log",
            "TRUNCATE vault_core.audit_log CASCADE",
            "DELETE FROM vault_core.audit_heads",
            "TRUNCATE vault_core.audit_heads",
            "UPDATE vault_core.audit_payloads SET sealed = sealed",
            "TRUNCATE vault_core.audit_payloads",
            "DELETE FROM vault_core.audit_signing_key");
    for (var statement : statements) {
      assertRefused(() -> work.run(ann, () -> work.sql().update(statement)), statement);
      for (var role : DatabaseRole.values()) {
        assertRefused(
            () -> work.as(new Principal.Service(role), () -> work.sql().update(statement)),
            role + ": " + statement);
      }
      for (var login : List.of(database.owner(), database.superuser())) {
        assertThatThrownBy(() -> execute(login, statement))
            .as(statement)
            .isInstanceOfSatisfying(
                SQLException.class,
                failure -> assertThat(failure.getMessage()).contains("append-only"));
        assertThatThrownBy(
                () -> execute(login, "SET session_replication_role = replica; " + statement))
            .as("as a replica: " + statement)
            .isInstanceOf(SQLException.class);
      }
    }
    assertThat(entries(ann)).hasSize(1);
  }

  private static void assertRefused(Runnable attempt, String what) {
    assertThatThrownBy(attempt::run)
        .as(what)
        .isInstanceOfSatisfying(
            SqlFailure.class, failure -> assertThat(failure.state()).isEqualTo("42501"));
  }

  @Test
  void the_database_itself_refuses_an_entry_that_leaves_a_gap_lies_about_its_hash_or_its_place() {
    var first = append(checkIn());
    var next =
        Entry.following(first.head(), checkIn(), UUID.randomUUID(), first.time(), Optional.empty());
    var gap =
        Entry.following(next.head(), checkIn(), UUID.randomUUID(), first.time(), Optional.empty());
    var early =
        Entry.following(
            first.head(),
            checkIn(),
            UUID.randomUUID(),
            first.time().minusSeconds(1),
            Optional.empty());
    var fork =
        Entry.following(
            Head.genesis(chain), checkIn(), UUID.randomUUID(), first.time(), Optional.empty());
    inserting(gap, gap.hash(), chain, "23000");
    inserting(early, early.hash(), chain, "23000");
    inserting(fork, fork.hash(), chain, "23000");
    inserting(next, first.hash(), chain, "23514");
    inserting(next, next.hash(), Chain.of(new VaultId(UUID.randomUUID())), "23000");
    assertThat(entries(ann)).containsExactly(first);
  }

  private void inserting(Entry entry, String hash, Chain into, String state) {
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () ->
                        work.sql()
                            .update(
                                """
                                INSERT INTO vault_core.audit_log
                                  (chain_id, chain_kind, sequence, control, hash, signer, signature)
                                VALUES (?, ?, ?, ?, ?, ?, ?)
                                """,
                                into.id(),
                                into.kind(),
                                entry.sequence(),
                                entry.canonical(),
                                hash,
                                log.signer().text(),
                                "A".repeat(86))))
        .isInstanceOfSatisfying(
            SqlFailure.class, failure -> assertThat(failure.state()).isEqualTo(state));
  }

  @Test
  void a_chain_is_read_by_its_owner_the_engine_the_gate_and_auditors_and_by_nobody_else() {
    // Bob may act on Ann's vault (a grant), so he may add to its chain; he reads none of it.
    var byBob =
        Draft.of(
            chain,
            EventType.DOCUMENT_OPENED,
            new Resource("document", "d1"),
            Actor.user(bob),
            Map.of("class", "A", "version", 1));
    var entry = work.as(bob, () -> log.append(byBob));
    assertThat(entries(ann)).containsExactly(entry);
    assertThat(entries(bob)).isEmpty();
    List<Entry> nobody = work.as(Principal.NOBODY, () -> log.after(chain, 0, 10));
    assertThat(nobody).isEmpty();
    for (var role : List.of(DatabaseRole.ENGINE, DatabaseRole.GATE, DatabaseRole.AUDITOR)) {
      List<Entry> seen = work.as(new Principal.Service(role), () -> log.after(chain, 0, 10));
      assertThat(seen).containsExactly(entry);
    }
    List<Long> counted =
        work.as(
            bob,
            () ->
                work.sql()
                    .list(
                        "SELECT count(*) AS n FROM vault_core.audit_log", row -> row.number("n")));
    assertThat(counted).containsExactly(0L);
    assertThatThrownBy(() -> exportAs(bob)).hasMessageContaining("not visible");
  }

  @Test
  void an_account_has_a_chain_of_its_own_and_the_platforms_is_not_for_people() {
    var own = Chain.of(ann);
    var draft =
        Draft.of(
            own,
            EventType.SIGNED_IN,
            Resource.of("account", ann.value()),
            Actor.user(ann),
            Map.of("session", "s1"));
    work.run(ann, () -> log.append(draft));
    List<Entry> mine = work.as(ann, () -> log.after(own, 0, 10));
    List<Entry> theirs = work.as(bob, () -> log.after(own, 0, 10));
    assertThat(mine).hasSize(1);
    assertThat(theirs).isEmpty();
    audit.first.make();
    audit.first.make();
    List<Entry> platform = work.auditor().call(() -> log.after(Chain.ofPlatform(), 0, 10));
    assertThat(platform.stream().filter(e -> e.type() == EventType.AUDIT_KEY_MADE)).hasSize(1);
    List<Entry> seen = work.as(ann, () -> log.after(Chain.ofPlatform(), 0, 10));
    assertThat(seen).isEmpty();
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () ->
                        log.append(
                            Draft.of(
                                Chain.ofPlatform(),
                                EventType.REQUEST_REFUSED,
                                new Resource("platform", "p"),
                                Actor.user(ann),
                                Map.of("why", "x")))))
        .isInstanceOf(SqlFailure.class);
  }

  @Test
  void a_refusal_survives_the_rollback_of_its_caller() {
    assertThatThrownBy(
            () ->
                work.run(
                    bob,
                    () -> {
                      log.refuse(refusal(bob));
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");
    assertThat(entries(ann)).hasSize(1);
    assertThat(entries(ann).getFirst().type()).isEqualTo(EventType.ACCESS_REFUSED);
  }

  private Draft refusal(AccountId by) {
    return refusal(by, chain);
  }

  private Draft refusal(AccountId by, Chain of) {
    return Draft.of(
        of,
        EventType.ACCESS_REFUSED,
        Resource.of("vault", vault.value()),
        Actor.user(by),
        Map.of("why", "no_grant"));
  }

  @Test
  void a_flood_of_refusals_is_counted_and_none_is_forgotten() throws Exception {
    for (int i = 0; i < 25; i++) {
      log.refuse(refusal(bob));
    }
    log.refuse(refusal(ann));
    assertThat(entries(ann)).hasSize(Refusals.AT_ONCE + 1);
    execute(
        database.superuser(),
        "UPDATE vault_core.audit_refusals SET window_start = window_start - interval '61 seconds'");
    audit.refusals.settle();
    audit.refusals.settle();
    assertThat(entries(ann)).hasSize(Refusals.AT_ONCE + 2);
    assertThat(entries(ann).getLast().facts()).containsEntry("count", 20L);

    for (int i = 0; i < 8; i++) {
      log.refuse(refusal(bob));
    }
    // Nothing may wait outside an export.
    assertThat(export()).isInstanceOf(LogEvidence.Intact.class);
    long attempts =
        entries(ann).stream()
            .filter(e -> e.actor().equals(Actor.user(bob)))
            .mapToLong(e -> (long) e.facts().getOrDefault("count", 1L))
            .sum();
    assertThat(attempts).isEqualTo(33);
  }

  @Test
  void one_count_that_cannot_be_read_keeps_no_other_out_of_the_log() throws Exception {
    for (int i = 0; i <= Refusals.AT_ONCE; i++) {
      log.refuse(refusal(bob));
      log.refuse(refusal(ann));
    }
    execute(
        database.superuser(),
        "UPDATE vault_core.audit_refusals SET latest = '{', window_start = window_start - interval"
            + " '61 seconds' WHERE actor_id = '"
            + bob
            + "'");
    audit.refusals.settle(chain);
    assertThat(entries(ann).stream().filter(e -> e.facts().containsKey("count")))
        .singleElement()
        .satisfies(e -> assertThat(e.actor()).isEqualTo(Actor.user(ann)));
  }

  @Test
  void a_chain_that_is_locked_keeps_the_counts_of_no_other_out_of_the_log() throws Exception {
    var other = new VaultId(UUID.randomUUID());
    work.run(ann, () -> makeVault(other));
    for (int i = 0; i <= Refusals.AT_ONCE; i++) {
      log.refuse(refusal(bob));
      log.refuse(refusal(bob, Chain.of(other)));
    }
    execute(
        database.superuser(),
        "UPDATE vault_core.audit_refusals SET window_start = window_start - interval '61 seconds'");
    work.run(
        ann,
        () -> {
          log.append(
              Draft.of(
                  Chain.of(other),
                  EventType.CHECK_IN,
                  new Resource("trigger", "t1"),
                  Actor.user(ann),
                  Map.of("trigger", "t1", "epoch", 1)));
          audit.refusals.settle();
          // Nor does whoever holds a head meet one that the settling holds: that is a deadlock.
          log.append(checkIn());
        });
    assertThat(counted(chain)).isEqualTo(1);
    assertThat(counted(Chain.of(other))).isZero();
    audit.refusals.settle();
    assertThat(counted(Chain.of(other))).isEqualTo(1);
  }

  private long counted(Chain of) {
    return work.as(ann, () -> log.after(of, 0, 100)).stream()
        .filter(entry -> entry.facts().containsKey("count"))
        .count();
  }

  @Test
  void nobody_chooses_what_a_chain_begins_with() {
    for (var fresh :
        List.of(
            Chain.of(new VaultId(UUID.randomUUID())), Chain.of(new AccountId(UUID.randomUUID())))) {
      String first =
          work.as(
              bob,
              () ->
                  work.sql()
                      .one(
                          "SELECT hash FROM vault_core.audit_lock(?, ?)",
                          row -> row.text("hash"),
                          fresh.kind(),
                          fresh.id()));
      assertThat(first).isEqualTo(Head.genesis(fresh).hash());
    }
  }

  @Test
  void a_refusal_behind_the_callers_own_lock_gives_up_instead_of_waiting_for_itself() {
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () -> {
                      log.append(checkIn());
                      log.refuse(refusal(bob));
                    }))
        .isInstanceOfSatisfying(
            SqlFailure.class, failure -> assertThat(failure.state()).isEqualTo("55P03"));
  }

  @Test
  void entries_are_listed_by_page_and_by_actor_resource_type_and_time() {
    var made = new ArrayList<Entry>();
    for (int i = 0; i < 7; i++) {
      made.add(append(checkIn()));
    }
    var other =
        append(
            Draft.of(
                chain,
                EventType.GRANT_GIVEN,
                new Resource("grant", "g1"),
                Actor.system("tick"),
                Map.of("right", "open")));
    var pages = new ArrayList<Page>();
    var cursor = OptionalLong.empty();
    do {
      var after = cursor;
      Page page = work.as(ann, () -> log.list(chain, Query.ALL, after, 3));
      pages.add(page);
      cursor = page.next();
    } while (cursor.isPresent());
    made.add(other);
    assertThat(pages).hasSize(3);
    assertThat(pages.stream().flatMap(page -> page.entries().stream())).isEqualTo(made);

    assertThat(found(Query.ofType(EventType.GRANT_GIVEN))).containsExactly(other);
    var none = Optional.<String>empty();
    var anyType = Optional.<EventType>empty();
    var never = Optional.<Instant>empty();
    assertThat(found(new Query(Optional.of("tick"), none, none, anyType, never, never)))
        .containsExactly(other);
    assertThat(found(new Query(none, Optional.of("grant"), none, anyType, never, never)))
        .containsExactly(other);
    assertThat(found(new Query(none, none, Optional.of("t1"), anyType, never, never))).hasSize(7);
    assertThat(
            found(
                new Query(
                    none,
                    none,
                    none,
                    anyType,
                    Optional.of(made.get(2).time()),
                    Optional.of(made.get(5).time()))))
        .isEqualTo(made.subList(2, 5));
    assertThat(found(new Query(Optional.of("' OR true --"), none, none, anyType, never, never)))
        .isEmpty();
  }

  private List<Entry> found(Query query) {
    Page page = work.as(ann, () -> log.list(chain, query, OptionalLong.empty(), 100));
    return page.entries();
  }

  @Test
  void a_receipt_given_at_once_equals_the_one_made_later_and_convicts_a_shorter_log() {
    var first = append(checkIn());
    var receipt = log.receipt(first);
    Optional<?> later = work.as(ann, () -> log.receipt(chain, 1));
    Optional<?> strangers = work.as(bob, () -> log.receipt(chain, 1));
    assertThat(later).isEqualTo(Optional.of(receipt));
    assertThat(strangers).isEmpty();
    var older = exportAs(ann);
    var next = log.receipt(append(checkIn()));
    assertThat(verify(exportAs(ann), next)).isInstanceOf(LogEvidence.Intact.class);
    assertThat(verify(older, receipt)).isInstanceOf(LogEvidence.Intact.class);
    assertThat(verify(older, next)).isInstanceOf(LogEvidence.Broken.class);
  }

  @Test
  void what_concerns_a_person_is_in_no_column_and_opens_for_the_owner_of_the_export()
      throws Exception {
    var subject = UUID.randomUUID();
    append(checkIn().with(new Personal(subject, Map.of("alias", "Mara Lindqvist"))));
    append(checkIn().with(new Personal(subject, Map.of("alias", "Mara again"))));
    assertThat(dump("audit_log") + dump("audit_payloads") + dump("audit_subject_keys"))
        .contains(subject.toString())
        .doesNotContain("Mara");
    try (var owner = AgeIdentity.generate(Suite.CLASSIC)) {
      var out = new ByteArrayOutputStream();
      work.run(ann, () -> log.export(chain, Actor.user(ann), owner.recipient(), out));
      var text = out.toString(StandardCharsets.UTF_8);
      assertThat(text).doesNotContain("Mara");
      assertThat(verify(out.toByteArray())).isInstanceOf(LogEvidence.Intact.class);
      assertThat(OpenedExport.aliases(text, owner)).containsExactly("Mara Lindqvist", "Mara again");
    }
    // Erasing the person destroys the key and the ciphertext; the chain still verifies, and says
    // so.
    var eraser = new Principal.Service(DatabaseRole.ERASER);
    work.as(
        eraser,
        () ->
            work.sql()
                .update("DELETE FROM vault_core.audit_payloads WHERE subject_id = ?", subject));
    work.as(
        eraser,
        () ->
            work.sql()
                .update("DELETE FROM vault_core.audit_subject_keys WHERE subject_id = ?", subject));
    assertThat(verify(exportAs(ann)))
        .isInstanceOfSatisfying(
            LogEvidence.Intact.class, intact -> assertThat(intact.erased()).isEqualTo(2));
  }

  @Test
  void the_signing_key_is_sealed_and_no_person_reads_its_row() throws Exception {
    var before = log.signer();
    assertThat(log.origin()).isEqualTo(before.fingerprint()).hasSize(64);
    assertThat(dump("audit_signing_key")).contains(before.text());
    assertThatThrownBy(
            () ->
                work.run(
                    ann,
                    () ->
                        work.sql()
                            .list(
                                "SELECT sealed_seed FROM vault_core.audit_signing_key", row -> 1)))
        .isInstanceOf(SqlFailure.class);
  }

  private LogEvidence export() {
    return verify(exportAs(ann));
  }

  private byte[] exportAs(AccountId who) {
    try (var owner = AgeIdentity.generate(Suite.CLASSIC)) {
      var out = new ByteArrayOutputStream();
      work.run(who, () -> log.export(chain, Actor.user(who), owner.recipient(), out));
      return out.toByteArray();
    }
  }

  private LogEvidence verify(byte[] export, Receipt... receipts) {
    return LogVerifier.verify(
        new ByteArrayInputStream(export),
        Set.of(log.signer()),
        Optional.of(chain),
        List.of(receipts));
  }

  private long vaultsSeen(VaultId id) {
    return work.as(
        ann,
        () ->
            work.sql()
                .one(
                    "SELECT count(*) AS n FROM vault_core.vaults WHERE id = ?",
                    row -> row.number("n"),
                    id.value()));
  }

  private String dump(String table) throws SQLException {
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT coalesce(string_agg(t::text, ' '), '') FROM vault_core." + table + " t")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(DataSource source, String statement) throws SQLException {
    try (var connection = source.getConnection();
        var made = connection.createStatement()) {
      made.execute(statement);
    }
  }
}
