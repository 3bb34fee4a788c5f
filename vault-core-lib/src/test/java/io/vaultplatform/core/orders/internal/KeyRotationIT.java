package io.vaultplatform.core.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.kms.Column;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.store.SqlFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The key-store key, rotated while everything runs. */
class KeyRotationIT {
  private static final Column CELL = new Column("trustees", "alias", new UUID(5, 5));

  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final TestKeys keys = TestKeys.open();
  private final TestAudit audit = TestAudit.open(work, keys);
  private final TestOrders orders = TestOrders.open(database, work, keys, audit.log(), List.of());
  private final AccountId ann = new AccountId(UUID.randomUUID());

  @Test
  void every_column_of_bytes_is_declared_as_sealed_or_known_to_be_something_else()
      throws Exception {
    // What is no key service's: ciphertext of owners, hashes, signed texts, and what is sealed
    // under keys that are themselves in a declared column.
    var others =
        Map.ofEntries(
            Map.entry("accounts.auth_hash", "a salted hash"),
            Map.entry("accounts.auth_salt", "a salt"),
            Map.entry("accounts.bundle", "an age file to its owner"),
            Map.entry("accounts.prf_salt", "a salt"),
            Map.entry("accounts.salt", "a salt"),
            Map.entry("accounts.slot_verifiers", "hashes"),
            Map.entry("accounts.slots", "age files to what unlocks"),
            Map.entry("audit_payloads.sealed", "under a subject's key"),
            Map.entry("blob_pieces.bytes", "the payload of an age file"),
            Map.entry("class_changes.signed_order", "signed"),
            Map.entry("document_versions.header", "under the keys of document and vault"),
            Map.entry("document_versions.manifest", "signed"),
            Map.entry("document_versions.metadata_header", "under the keys of document and vault"),
            Map.entry("document_versions.metadata_payload", "the payload of an age file"),
            Map.entry("key_checks.sealed", "made and removed with its version"),
            Map.entry("recipients.address", "under the vault's data key"),
            Map.entry("recipients.alias", "under the vault's data key"),
            Map.entry("refresh_tokens.token_hash", "a hash"),
            Map.entry("repeated_requests.body", "an answer"),
            Map.entry("sign_in_tries.subject", "a keyed hash"),
            Map.entry("trustees.address", "under the vault's data key"),
            Map.entry("trustees.alias", "under the vault's data key"),
            Map.entry("uploads.header", "under the keys of document and vault"),
            Map.entry("uploads.manifest", "signed"),
            Map.entry("uploads.metadata_header", "under the keys of document and vault"),
            Map.entry("uploads.metadata_payload", "the payload of an age file"),
            Map.entry("uploads.release_list", "signed"),
            Map.entry("user_keys.succession", "signed"),
            Map.entry("vaults.label", "an age file to its owner"));
    var known = new TreeSet<>(others.keySet());
    DeclaredColumns.all().forEach(column -> known.add(column.name()));
    assertThat(columnsOfBytes()).containsExactlyElementsOf(known);
  }

  @Test
  void rotating_reseals_everything_and_the_old_version_goes_when_nothing_is_left_under_it() {
    var sealed = vaults(10);

    var rotated = orders.carryOut(OrderKind.ROTATE_KEY, "data");

    assertThat(rotated.state()).isEqualTo("done");
    assertThat(rotated.done()).isEqualTo(10);
    assertThat(rotated.answer()).contains("data.2 seals");
    readable(keys, sealed);
    readable(TestKeys.on(keys.file()), sealed);
    assertThat(orders.carryOut(OrderKind.RETIRE_KEY, "data").state()).isEqualTo("done");
    readable(keys, sealed);
    readable(TestKeys.on(keys.file()), sealed);
    assertThat(keys.operations(work).versions(io.vaultplatform.core.kms.KeyRef.DATA)).hasSize(1);
    assertThat(entered())
        .containsSubsequence(
            EventType.ORDER_TAKEN,
            EventType.KEY_VERSION_MADE,
            EventType.ORDER_ENDED,
            EventType.ORDER_TAKEN,
            EventType.KEY_VERSION_DESTROYED,
            EventType.ORDER_ENDED);
  }

  @Test
  void every_key_is_rotated_and_the_gate_and_the_log_go_on() {
    vaults(1);
    for (var key : io.vaultplatform.core.kms.KeyRef.values()) {
      assertThat(orders.carryOut(OrderKind.ROTATE_KEY, key.text()).state()).isEqualTo("done");
      assertThat(orders.carryOut(OrderKind.RETIRE_KEY, key.text()).state()).isEqualTo("done");
    }
    // A log of another server, which opens its signing key only now.
    var after = TestAudit.open(work, TestKeys.on(keys.file()));
    assertThat(after.log().signer()).isEqualTo(audit.log().signer());
  }

  @Test
  void a_version_that_still_seals_something_is_not_destroyed_and_the_number_is_said() {
    var sealed = vaults(4);
    keys.operations(work)
        .add(new io.vaultplatform.core.kms.KeyVersion(io.vaultplatform.core.kms.KeyRef.DATA, 2));
    vaults(2);

    var refused = orders.carryOut(OrderKind.RETIRE_KEY, "data");

    assertThat(refused.state()).isEqualTo("refused");
    assertThat(refused.answer()).startsWith("4 values");
    readable(keys, sealed);
  }

  @Test
  void what_may_still_be_under_way_keeps_the_old_version() {
    vaults(1);
    var patient = TestOrders.settling(database, work, keys, audit.log(), Duration.ofMinutes(5));
    assertThat(patient.carryOut(OrderKind.ROTATE_KEY, "data").state()).isEqualTo("done");
    var refused = patient.carryOut(OrderKind.RETIRE_KEY, "data");
    assertThat(refused.state()).isEqualTo("refused");
    assertThat(refused.answer()).contains("under way");
  }

  @Test
  void a_server_that_is_killed_in_the_middle_loses_nothing_and_another_goes_on() throws Exception {
    var sealed = vaults(120);
    var order = orders.order(OrderKind.ROTATE_KEY, "data");
    var worker = worker();
    try {
      long deadline = 600;
      while (orders.seen(order).done() < 10 && deadline-- > 0) {
        Thread.sleep(20);
      }
    } finally {
      worker.destroyForcibly();
      assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    var left = orders.seen(order);
    assertThat(left.state()).isEqualTo("running");
    assertThat(left.done()).as("killed in the middle").isBetween(10L, 119L);
    assertThat(left.total()).isEqualTo(120);

    long until = 300;
    while (!orders.seen(order).state().equals("done") && until-- > 0) {
      orders.work(50);
      Thread.sleep(20); // until the claim of the killed one is over
    }

    assertThat(orders.seen(order).state()).isEqualTo("done");
    assertThat(keys.operations(work).versions(io.vaultplatform.core.kms.KeyRef.DATA))
        .as("one new version, not one for each server")
        .hasSize(2);
    assertThat(orders.carryOut(OrderKind.RETIRE_KEY, "data").state()).isEqualTo("done");
    readable(keys, sealed);
  }

  /** Another JVM that carries orders out, slowly enough to be killed. */
  public static final class Worker {
    public static void main(String[] arguments) throws InterruptedException {
      var database =
          PostgresExtension.existing(
              Integer.parseInt(arguments[0]), arguments[1], System.getenv("TEST_PASSWORD"));
      var work = new LocalWork(database.app());
      var keys = TestKeys.on(Path.of(arguments[2]));
      var audit = TestAudit.open(work, keys);
      var orders = TestOrders.open(database, work, keys, audit.log(), List.of());
      while (true) {
        orders.work(1);
        Thread.sleep(60);
      }
    }
  }

  private Process worker() throws java.io.IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Worker.class.getName(),
            Integer.toString(database.port()),
            database.name(),
            keys.file().toString());
    builder.environment().put("TEST_PASSWORD", database.appPassword());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void while_it_is_rotated_another_server_seals_and_opens_without_one_failure() throws Exception {
    var sealed = vaults(60);
    var other = TestKeys.on(keys.file());
    var stop = new AtomicBoolean();
    var rounds = new AtomicInteger();
    var failed = new AtomicReference<Throwable>();
    var traffic =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  readable(other, vaults(1, other));
                  readable(other, Map.copyOf(sealed));
                  rounds.incrementAndGet();
                }
              } catch (Throwable e) {
                failed.set(e);
              }
            });
    traffic.start();
    for (int i = 0; i < 3; i++) {
      assertThat(orders.carryOut(OrderKind.ROTATE_KEY, "data").state()).isEqualTo("done");
      orders.carryOut(OrderKind.ROTATE_KEY, "directory");
    }
    stop.set(true);
    traffic.join();

    assertThat(failed.get()).isNull();
    assertThat(rounds.get()).isPositive();
    var last = orders.carryOut(OrderKind.INVENTORY, "keys").answer();
    assertThat(last).contains("\"column\":\"vault_keys.sealed_key\",\"sealed\":{\"4\":");
  }

  @Test
  void unknown_keys_and_orders_of_anybody_else_are_refused() {
    assertThat(orders.carryOut(OrderKind.ROTATE_KEY, "nothing").answer())
        .isEqualTo("there is no such key; there are data, token, directory, platform, audit, gate");
    assertThat(orders.carryOut(OrderKind.RETIRE_KEY, "gate").answer()).contains("only version");
    for (var statement :
        new String[] {
          "INSERT INTO vault_core.operator_orders (id, kind, subject)"
              + " VALUES (gen_random_uuid(), 'rotate_key', 'data')",
          "SET LOCAL ROLE vault_operator"
        }) {
      assertThatThrownBy(() -> work.engine().run(() -> work.sql().update(statement)))
          .isInstanceOf(SqlFailure.class);
      assertThatThrownBy(() -> work.keeper().run(() -> work.sql().update(statement)))
          .isInstanceOf(SqlFailure.class);
    }
  }

  private record Stored(AccountId owner, Bytes sealed) {}

  private Map<VaultId, Stored> vaults(int count) {
    return vaults(count, keys);
  }

  private Map<VaultId, Stored> vaults(int count, TestKeys with) {
    var made = new LinkedHashMap<VaultId, Stored>();
    var own = with.vaultKeys(work.sql());
    for (int i = 0; i < count; i++) {
      var vault = new VaultId(UUID.randomUUID());
      byte[] sealed =
          work.as(
              ann,
              () -> {
                work.sql()
                    .update(
                        """
                        INSERT INTO vault_core.vaults (id, product, owner_id, label, suite, created_at)
                        VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
                        """,
                        vault.value(),
                        ann.value(),
                        new byte[] {1},
                        Instant.EPOCH);
                return own.seal(vault, CELL, "alias of " + vault);
              });
      made.put(vault, new Stored(ann, Bytes.of(sealed)));
    }
    return made;
  }

  private void readable(TestKeys with, Map<VaultId, Stored> sealed) {
    var own = with.vaultKeys(work.sql());
    sealed.forEach(
        (vault, stored) -> {
          String text =
              work.as(stored.owner(), () -> own.open(vault, CELL, stored.sealed().toArray()));
          if (!text.equals("alias of " + vault)) {
            throw new VaultException("not what was sealed");
          }
        });
  }

  private List<EventType> entered() {
    var types = new ArrayList<EventType>();
    work.auditor()
        .run(
            () ->
                audit
                    .log()
                    .after(Chain.ofPlatform(), 0, 100)
                    .forEach(entry -> types.add(entry.type())));
    return types;
  }

  private Set<String> columnsOfBytes() throws SQLException {
    var found = new TreeSet<String>();
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                 WHERE table_schema IN ('vault_core', 'witness_vault', 'final_file')
                   AND data_type = 'bytea'
                """)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
