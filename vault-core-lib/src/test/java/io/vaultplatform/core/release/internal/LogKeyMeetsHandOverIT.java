package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.LogEvidence;
import io.vaultplatform.core.audit.LogVerifier;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The key that signs the log gives its place to another while a stage is handed over: whoever knows
 * the first key verifies every receipt and every export, and each entry is under the key that was
 * in force when it was made.
 */
class LogKeyMeetsHandOverIT {
  private static final String WRITES_A_KEY =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND state = 'active' AND query LIKE 'INSERT INTO vault_core.audit_signing_key%'";

  // Whoever waited for the lock itself would be told after seconds to ask again.
  private static final String[] HOLD_THE_ROW = {
    "CREATE FUNCTION public.held() RETURNS trigger LANGUAGE plpgsql AS"
        + " $$ BEGIN WHILE NOT pg_try_advisory_xact_lock_shared(1) LOOP PERFORM pg_sleep(0.01);"
        + " END LOOP; RETURN NEW; END $$",
    "CREATE TRIGGER held BEFORE INSERT ON vault_core.audit_signing_key FOR EACH ROW EXECUTE"
        + " FUNCTION public.held()"
  };

  // Some of them wait for each other; a pool may be as small as the machine.
  private static final Executor A_THREAD_EACH = task -> new Thread(task).start();

  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final TestKeys keys = TestKeys.open();
  private final TestAudit audit = TestAudit.open(work, keys);
  private final TestAudit other = TestAudit.open(work, TestKeys.on(keys.file()));
  private final ReleaseStage stage =
      new ReleaseStage(database, work, keys, audit.log(), Duration.ofMinutes(1), 2);
  private final EscrowWorld.Stored document = stage.world.document(EncryptionClass.B);
  private final VerificationKey first = audit.log().signer();
  private final Chain chain = Chain.of(stage.world.epoch.vault());

  private void decided() {
    stage.upload(document);
    try (var armed = stage.made(stage.wishes(1))) {
      done(stage.submit(armed.submission()));
    }
    stage.executing();
  }

  private static VerificationKey rotate(TestAudit server) {
    server.keys().rotate(UUID.randomUUID());
    return server.log().signer();
  }

  private static void besides(Runnable act) {
    try {
      CompletableFuture.runAsync(act, A_THREAD_EACH).get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("it waited for the hand-over", e);
    }
  }

  private void handsOver(UnaryOperator<io.vaultplatform.core.escrow.Gate.Given> meanwhile) {
    var handOver =
        stage.handOverWith.apply(
            new AnswersOtherwise(stage.gate, meanwhile, UnaryOperator.identity()));
    work.engine().run(() -> handOver.run(stage.handOverTask()));
  }

  private VerificationKey signer(Entry entry, AuditLog server) {
    var receipt = receipt(entry, server);
    return receipt.signed().unverifiedSigner().orElseThrow();
  }

  private Receipt receipt(Entry entry, AuditLog server) {
    return work.as(stage.owner, () -> server.receipt(chain, entry.sequence())).orElseThrow();
  }

  private List<Entry> handedOver() {
    return stage.entries(EventType.RELEASE_HANDED_OVER);
  }

  private void verifiesFromTheFirstKey() {
    for (var server : List.of(audit.log(), other.log())) {
      for (var entry : stage.entries()) {
        var receipt = receipt(entry, server);
        assertThat(receipt.verify(first))
            .as("%s, receipt of entry %s %s", server, entry.sequence(), entry.type())
            .isInstanceOf(Signed.Verification.Valid.class);
      }
      var known = List.of(Set.of(first), Set.of(server.signer()));
      verifies(server, OutputStream.nullOutputStream(), known);
    }
    inOrder();
  }

  /** No entry of a chain is under a key that another one had followed before it. */
  private void inOrder() {
    var order = audit.log().signers();
    int last = 0;
    for (var entry : stage.entries()) {
      int at = order.indexOf(signer(entry, audit.log()));
      assertThat(at).as("entry %s", entry.sequence()).isGreaterThanOrEqualTo(last);
      last = at;
    }
  }

  private void verifies(AuditLog server, OutputStream beside, List<Set<VerificationKey>> readers) {
    var out = new ByteArrayOutputStream();
    var both =
        new OutputStream() {
          @Override
          public void write(int b) throws java.io.IOException {
            out.write(b);
            beside.write(b);
          }
        };
    work.run(
        stage.owner,
        () ->
            server.export(
                chain, Actor.user(stage.owner), stage.world.ownerIdentity.recipient(), both));
    var receipts = handedOver().stream().map(entry -> receipt(entry, server)).toList();
    for (var known : readers) {
      assertThat(
              LogVerifier.verify(
                  new ByteArrayInputStream(out.toByteArray()), known, Optional.of(chain), receipts))
          .as("known: %s", known)
          .isInstanceOf(LogEvidence.Intact.class);
    }
  }

  @Test
  void exchanged_between_decision_and_delivery_the_delivery_is_under_the_new_key() {
    decided();
    var before = stage.entries().getLast();
    var next = new ArrayList<VerificationKey>();

    handsOver(
        given -> {
          besides(() -> next.add(rotate(other)));
          return given;
        });

    assertThat(next).hasSize(1).doesNotContain(first);
    assertThat(signer(before, audit.log())).isEqualTo(first);
    assertThat(handedOver()).hasSize(2);
    for (var entry : stage.entries(EventType.ESCROW_OPENED)) {
      assertThat(signer(entry, audit.log())).isEqualTo(next.getFirst());
    }
    for (var entry : handedOver()) {
      assertThat(signer(entry, audit.log())).isEqualTo(next.getFirst());
    }
    verifiesFromTheFirstKey();
    stage.until(TriggerState.Kind.EXECUTED);
    for (var recipient : stage.world.recipients) {
      assertThat(stage.open(recipient, document).receipt().verify(first))
          .isInstanceOf(Signed.Verification.Valid.class);
    }
    verifiesFromTheFirstKey();
  }

  @Test
  void a_delivery_that_is_not_committed_yet_stays_under_the_key_it_was_signed_with() {
    decided();
    work.engine()
        .run(
            () -> {
              stage.handOver.run(stage.handOverTask());
              // Signed and not committed, when the key is exchanged and used elsewhere.
              besides(
                  () -> {
                    rotate(other);
                    entered(other);
                  });
            });

    assertThat(handedOver())
        .hasSize(2)
        .allSatisfy(entry -> assertThat(signer(entry, audit.log())).isEqualTo(first));
    verifiesFromTheFirstKey();
    stage.until(TriggerState.Kind.EXECUTED);
    assertThat(handedOver()).hasSize(4);
    assertThat(signer(handedOver().getLast(), other.log())).isEqualTo(audit.log().signer());
    verifiesFromTheFirstKey();
  }

  @Test
  void an_exchange_that_is_not_committed_yet_signs_nothing_and_a_delivery_does_not_wait_for_it()
      throws Exception {
    decided();
    stage.superuser(HOLD_THE_ROW);
    try (var holding = database.superuser().getConnection();
        var lock = holding.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(1)");
      // Announced, and its row not written.
      var exchange = CompletableFuture.runAsync(() -> rotate(other), A_THREAD_EACH);
      while (stage.count(WRITES_A_KEY) == 0) {
        ReleaseStage.pause(5);
      }

      besides(() -> handsOver(UnaryOperator.identity()));

      assertThat(exchange).isNotDone();
      lock.execute("SELECT pg_advisory_unlock(1)");
      exchange.get(60, TimeUnit.SECONDS);
    }
    assertThat(audit.log().signer()).isNotEqualTo(first);
    assertThat(handedOver())
        .hasSize(2)
        .allSatisfy(entry -> assertThat(signer(entry, other.log())).isEqualTo(first));
    verifiesFromTheFirstKey();
  }

  @Test
  void a_server_that_did_not_sign_since_gives_receipts_with_what_leads_to_the_new_key() {
    decided();
    audit.log().signer();
    other.log().signer(); // both hold the first key open
    besides(() -> rotate(audit));
    handsOver(UnaryOperator.identity());
    var entry = handedOver().getLast();

    // The other one reads what was signed under a key that it never used.
    var receipt = receipt(entry, other.log());

    assertThat(receipt.signed().unverifiedSigner()).contains(audit.log().signer());
    assertThat(receipt.verify(first)).isInstanceOf(Signed.Verification.Valid.class);
    assertThat(receipt.claimedFirst()).contains(first);
  }

  @Test
  void an_export_that_was_begun_under_one_key_ends_under_it() {
    decided();
    handsOver(UnaryOperator.identity());
    var exchanged = new CountDownLatch(1);
    var lines =
        new OutputStream() {
          @Override
          public void write(int b) {
            if (b == '\n' && exchanged.getCount() > 0) {
              exchanged.countDown();
              besides(
                  () -> {
                    rotate(audit);
                    entered(audit);
                  });
            }
          }
        };

    // It was made for whoever knows a key up to that one.
    verifies(audit.log(), lines, List.of(Set.of(first)));

    assertThat(exchanged.getCount()).isZero();
    verifiesFromTheFirstKey();
  }

  @Test
  void deliveries_and_exchanges_in_turns_leave_one_log_that_verifies_from_the_first_key() {
    decided();
    var taken = new ArrayList<Receipt>();
    handsOver(
        given -> {
          besides(() -> rotate(other));
          besides(() -> rotate(audit));
          besides(() -> entered(other));
          return given;
        });
    handedOver().forEach(entry -> taken.add(receipt(entry, other.log())));
    besides(() -> rotate(other));
    stage.until(TriggerState.Kind.EXECUTED);
    handedOver().forEach(entry -> taken.add(receipt(entry, audit.log())));

    assertThat(audit.log().signers()).hasSize(4).startsWith(first);
    assertThat(taken)
        .hasSize(6)
        .allSatisfy(
            receipt ->
                assertThat(receipt.verify(first)).isInstanceOf(Signed.Verification.Valid.class));
    verifiesFromTheFirstKey();
  }

  /** Something of the owner's own, so that this server signs with the key of now. */
  private void entered(TestAudit server) {
    work.run(
        stage.owner,
        () ->
            server
                .log()
                .append(
                    io.vaultplatform.core.audit.Draft.of(
                        Chain.of(stage.owner),
                        EventType.ADDRESS_SET,
                        new io.vaultplatform.core.audit.Resource("account", stage.owner.toString()),
                        Actor.user(stage.owner),
                        java.util.Map.of())));
  }
}
