package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.internal.TestOrders;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator exchanges keys while a release is under way: before a recipient brings a key, in the
 * middle of it, and between two stages. Everybody gets what is theirs, once.
 */
@ExtendWith(PostgresExtension.class)
class KeysChangeDuringReleaseIT {
  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final TestKeys keys = TestKeys.open();
  private final TestAudit audit = TestAudit.open(work, keys);
  private final ReleaseStage stage =
      new ReleaseStage(database, work, keys, audit.log(), Duration.ofMinutes(1), 2);
  private final TestOrders orders = TestOrders.open(database, work, keys, audit.log(), List.of());
  private final EscrowWorld.Person rosa = stage.world.recipients.getFirst();
  private final EscrowWorld.Person tom = stage.world.recipients.getLast();
  private final EscrowWorld.Stored document = stage.world.document(EncryptionClass.B);

  private void everyKey(OrderKind kind) {
    for (var key : KeyRef.values()) {
      var seen = orders.carryOut(kind, key.text());
      assertThat(seen.state()).as("%s %s: %s", kind, key, seen.answer()).isEqualTo("done");
    }
  }

  private Claims.Claimed brings() {
    return done(stage.bring(rosa, rosa.identity()));
  }

  @Test
  void keys_that_were_exchanged_and_destroyed_before_a_key_is_brought_are_not_missed() {
    stage.armForAKeyToBeBrought(document);
    stage.release();
    everyKey(OrderKind.ROTATE_KEY);
    everyKey(OrderKind.RETIRE_KEY);
    assertThat(brings().portions()).containsExactly(new Portion(1, 1), new Portion(2, 1));
    stage.open(rosa, document);
    stage.open(tom, document);
  }

  @Test
  void keys_that_are_exchanged_between_arming_and_release_are_not_missed_either() {
    stage.armForAKeyToBeBrought(document);
    everyKey(OrderKind.ROTATE_KEY);
    everyKey(OrderKind.RETIRE_KEY);
    stage.release();
    brings();
    stage.open(rosa, document);
    stage.open(tom, document);
  }

  @Test
  void a_key_that_is_brought_in_the_middle_of_an_exchange_opens_everything_once() throws Exception {
    stage.armForAKeyToBeBrought(document);
    stage.release();
    var lock = held("executor_packets", "DELETE");
    // The gate has opened for her, and her transaction waits before its last row.
    var bringing = CompletableFuture.supplyAsync(this::brings);
    waiting();
    var exchanging = CompletableFuture.runAsync(() -> everyKey(OrderKind.ROTATE_KEY));
    assertThat(bringing).isNotDone();
    lock.close();
    assertThat(bringing.join().portions()).containsExactly(new Portion(1, 1), new Portion(2, 1));
    exchanging.join();
    everyKey(OrderKind.RETIRE_KEY);
    assertThat(stage.count("SELECT count(*) FROM vault_core.brought_keys")).isEqualTo(1);
    stage.open(rosa, document);
    stage.open(tom, document);
  }

  @Test
  void receipts_from_before_and_after_an_exchange_of_the_logs_key_are_known_by_its_first() {
    var first = audit.log().signer();
    stage.armForAKeyToBeBrought(document);
    stage.handFirstStageOver();
    var before = brings();
    audit.keys().rotate(new UUID(1, 1));
    stage.until(TriggerState.Kind.EXECUTED);
    audit.keys().rotate(new UUID(1, 2));
    var after = brings();
    assertThat(audit.log().signer()).isNotEqualTo(first);
    assertThat(before.portions()).containsExactly(new Portion(1, 1));
    assertThat(after.portions()).containsExactly(new Portion(1, 1), new Portion(2, 1));
    known(before.receipt(), first);
    known(after.receipt(), first);
    stage.open(rosa, document);
    stage.open(tom, document);
  }

  @Test
  void the_logs_key_is_exchanged_in_the_middle_of_a_hand_over() throws Exception {
    var first = audit.log().signer();
    stage.armForAKeyToBeBrought(document);
    stage.executing();
    var lock = held("hand_overs", "INSERT");
    var handing =
        CompletableFuture.runAsync(
            () -> stage.work.engine().run(() -> stage.handOver.run(stage.handOverTask())));
    waiting();
    var exchanging = CompletableFuture.runAsync(() -> audit.keys().rotate(new UUID(1, 1)));
    assertThat(handing).isNotDone();
    lock.close();
    handing.join();
    exchanging.join();
    known(brings().receipt(), first);
    stage.until(TriggerState.Kind.EXECUTED);
    brings();
    stage.open(rosa, document);
    stage.open(tom, document);
  }

  private static void known(Receipt receipt, VerificationKey first) {
    assertThat(receipt.verify(first)).isInstanceOf(Signed.Verification.Valid.class);
  }

  // Whoever writes such a row waits for a lock that this connection holds.
  private Connection held(String table, String what) throws SQLException {
    stage.superuser(
        "CREATE FUNCTION public.waits() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN coalesce(NEW, OLD); END $$",
        "CREATE TRIGGER waits BEFORE "
            + what
            + " ON vault_core."
            + table
            + " FOR EACH ROW EXECUTE FUNCTION public.waits()");
    var connection = database.superuser().getConnection();
    try (var lock = connection.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(42)");
    }
    return connection;
  }

  private void waiting() throws InterruptedException {
    var waits =
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted";
    for (int i = 0; stage.count(waits) == 0; i++) {
      assertThat(i).as("nobody came to the lock").isLessThan(300);
      Thread.sleep(100);
    }
  }
}
