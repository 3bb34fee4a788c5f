package io.vaultplatform.core.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.kms.Column;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyServiceException;
import io.vaultplatform.core.kms.internal.FaultyDisk;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An order of the operator on a disk that cannot be written: the key store and what is sealed under
 * it stay together, the operator is told why, and the order goes on when there is room.
 */
class FullDiskIT {
  private static final Column CELL = new Column("trustees", "alias", new UUID(5, 5));
  private static final String FULL = "No space left on device";
  private static final String MOUNT = "mount -t tmpfs -o size=32k tmpfs \"$SMALL_DISK\"";

  @TempDir Path folder = Path.of("");

  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final FaultyDisk disk = new FaultyDisk();
  private final Path file = TestKeys.open().file();
  private final TestKeys keys = TestKeys.on(disk.at(file));
  private final TestAudit audit = TestAudit.open(work, keys);
  private final TestOrders orders = TestOrders.open(database, work, keys, audit.log(), List.of());
  private final AccountId ann = new AccountId(UUID.randomUUID());
  private final Map<VaultId, Bytes> sealed = new LinkedHashMap<>();

  /** Where the writing of the file fails; every single step is {@code Pkcs12DiskTest}'s. */
  enum Fault {
    NO_BYTE_IS_TAKEN,
    NOTHING_IS_RENAMED,
    THE_FILE_IS_NOT_EVEN_OPENED;

    boolean refuses(String step) {
      return switch (this) {
        case NO_BYTE_IS_TAKEN -> step.startsWith("write");
        case NOTHING_IS_RENAMED -> step.startsWith("rename");
        case THE_FILE_IS_NOT_EVEN_OPENED -> step.startsWith("open");
      };
    }
  }

  @BeforeEach
  void four_vaults_are_sealed() {
    keys.operations(work).add(version(1)); // there is one: it is given its check
    vaults(4);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_rotation_that_cannot_write_leaves_everything_under_the_old_version_and_goes_on_later(
      Fault fault) {
    var order = orders.order(OrderKind.ROTATE_KEY, "data");
    disk.fails(FULL, (number, step) -> fault.refuses(step));

    waits(order, () -> orders.work());
    waits(order, () -> orders.work());

    vaults(1);
    assertThat(versionsInUse()).containsExactly(1);
    assertThat(checked()).containsExactly(1);
    assertThat(entered()).doesNotContain(EventType.KEY_VERSION_MADE, EventType.ORDER_ENDED);
    readable(keys);
    disk.mend();
    readable(TestKeys.on(file));

    orders.work();

    assertThat(orders.seen(order).state()).isEqualTo("done");
    assertThat(orders.seen(order).answer()).startsWith("data.2 seals");
    assertThat(versionsInUse()).containsExactly(2);
    assertThat(checked()).containsExactly(1, 2);
    readable(keys);
    readable(TestKeys.on(file));
    assertThat(orders.carryOut(OrderKind.RETIRE_KEY, "data").state()).isEqualTo("done");
    readable(TestKeys.on(file));
  }

  @Test
  void a_version_whose_folder_was_not_forced_seals_nothing_and_is_not_made_twice() {
    var order = orders.order(OrderKind.ROTATE_KEY, "data");
    disk.fails(
        FULL,
        (number, step) ->
            step.startsWith("force") && disk.steps().contains("rename to " + file.getFileName()));

    waits(order, () -> orders.work());
    vaults(1);
    waits(order, () -> orders.work());

    assertThat(versionsInUse()).containsExactly(1);
    assertThat(checked()).containsExactly(1);
    disk.mend();
    orders.work();
    assertThat(orders.seen(order).state()).isEqualTo("done");
    assertThat(versionsInUse()).containsExactly(2);
    assertThat(checked()).as("the new version has its check").containsExactly(1, 2);
    assertThat(keys.operations(work).versions(KeyRef.DATA)).hasSize(2);
    assertThat(orders.carryOut(OrderKind.RETIRE_KEY, "data").state()).isEqualTo("done");
    readable(TestKeys.on(file));
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_BYTE_IS_TAKEN", "THE_FILE_IS_NOT_EVEN_OPENED"})
  void old_versions_that_cannot_be_destroyed_are_there_and_the_start_is_not_stopped(Fault fault) {
    assertThat(orders.carryOut(OrderKind.ROTATE_KEY, "data").state()).isEqualTo("done");
    readable(keys); // this server has seen the new version
    var order = orders.order(OrderKind.RETIRE_KEY, "data");
    disk.fails(FULL, (number, step) -> fault.refuses(step));

    waits(order, () -> orders.work());

    readable(keys);
    assertThat(entered()).doesNotContain(EventType.KEY_VERSION_DESTROYED);
    disk.mend();
    var started = TestKeys.on(file);
    readable(started);
    started.operations(work).add(version(2)); // what each start does: it compares every version
    assertThat(keys.operations(work).versions(KeyRef.DATA)).hasSize(2);
    assertThat(checked()).containsExactly(1, 2);

    orders.work();

    assertThat(orders.seen(order).state()).isEqualTo("done");
    assertThat(keys.operations(work).versions(KeyRef.DATA)).containsExactly(version(2));
    assertThat(checked()).containsExactly(2);
    readable(TestKeys.on(file));
  }

  /** Another JVM that carries an order out with as little room as it is given. */
  public static final class Cramped {
    public static void main(String[] arguments) throws IOException {
      var database =
          PostgresExtension.existing(
              Integer.parseInt(arguments[0]), arguments[1], System.getenv("TEST_PASSWORD"));
      var given = Path.of(arguments[2]);
      if (arguments.length == 3) {
        tries(database, given);
        return;
      }
      // The folder is a disk of its own: what is left of it is filled up.
      var small = Path.of(arguments[3]).resolve("keystore.p12");
      Files.copy(given, small, StandardCopyOption.COPY_ATTRIBUTES);
      TestKeys.on(small);
      var rest = Path.of(arguments[3]).resolve("rest");
      fill(rest);
      tries(database, small);
      System.out.println(
          Files.exists(small.resolveSibling("keystore.p12.new")) ? "a rest is left" : "no rest");
      Files.delete(rest);
      tries(database, small);
      Files.copy(
          small, given, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void fill(Path rest) throws IOException {
      try (var out = Files.newOutputStream(rest)) {
        while (true) {
          out.write(new byte[512]);
        }
      } catch (IOException e) {
        System.out.println("full: " + Files.size(rest));
      }
    }

    private static void tries(TestDatabase database, Path file) {
      var work = new LocalWork(database.app());
      var keys = TestKeys.on(file);
      var orders =
          TestOrders.open(database, work, keys, TestAudit.open(work, keys).log(), List.of());
      try {
        orders.work();
        System.out.println("worked");
      } catch (KeyServiceException e) {
        System.out.println("failed: " + e.getMessage());
      }
    }
  }

  @Test
  void a_server_that_may_write_no_more_bytes_fails_and_another_one_goes_on() throws Exception {
    var order = orders.order(OrderKind.ROTATE_KEY, "data");

    // One block of a file, which is less than any key store: the system refuses the rest.
    var said = run("ulimit -f 1; exec \"$0\" \"$@\"", Map.of(), List.of());

    assertThat(said).containsPattern("failed: .*could not be written");
    var seen = orders.seen(order);
    assertThat(seen.state()).as(said).isEqualTo("running");
    assertThat(seen.answer()).contains("is tried again", "could not be written");
    assertThat(versionsInUse()).containsExactly(1);
    assertThat(checked()).containsExactly(1);
    readable(keys);
    readable(TestKeys.on(file));
    orders.work();
    assertThat(orders.seen(order).state()).isEqualTo("done");
    assertThat(versionsInUse()).containsExactly(2);
    readable(TestKeys.on(file));
  }

  @Test
  void on_a_disk_that_is_really_full_the_order_waits_until_there_is_room() throws Exception {
    var disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        canMount(disk),
        "skipped: this system lets nobody but an administrator mount a small disk (unshare -Urm)");
    var order = orders.order(OrderKind.ROTATE_KEY, "data");

    var said =
        run(
            "exec unshare -Urm sh -c '" + MOUNT + " && exec \"$0\" \"$@\"' \"$0\" \"$@\"",
            Map.of("SMALL_DISK", disk.toString()),
            List.of(disk.toString()));

    assertThat(said.lines().toList())
        .as(said)
        .anySatisfy(line -> assertThat(line).startsWith("full: "))
        .anySatisfy(
            line -> assertThat(line).startsWith("failed: ").contains("could not be written"))
        .contains("no rest", "worked");
    assertThat(orders.seen(order).state()).as(said).isEqualTo("done");
    assertThat(versionsInUse()).containsExactly(2);
    assertThat(checked()).containsExactly(1, 2);
    readable(TestKeys.on(file));
  }

  private static boolean canMount(Path disk) throws IOException, InterruptedException {
    try {
      var builder =
          new ProcessBuilder("unshare", "-Urm", "sh", "-c", MOUNT)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("SMALL_DISK", disk.toString());
      return builder.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String run(String shell, Map<String, String> environment, List<String> more)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                shell,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Cramped.class.getName(),
                Integer.toString(database.port()),
                database.name(),
                file.toString()));
    command.addAll(more);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("TEST_PASSWORD", database.appPassword());
    var process = builder.start();
    try (var out = process.getInputStream()) {
      var said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private void waits(UUID order, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(KeyServiceException.class)
        .hasStackTraceContaining(FULL);
    var seen = orders.seen(order);
    assertThat(seen.state()).isEqualTo("running");
    assertThat(seen.answer()).startsWith("a batch failed and is tried again: the key service did");
    assertThat(seen.answer()).contains(file.getFileName().toString());
  }

  private static io.vaultplatform.core.kms.KeyVersion version(int number) {
    return new io.vaultplatform.core.kms.KeyVersion(KeyRef.DATA, number);
  }

  private void vaults(int count) {
    var own = keys.vaultKeys(work.sql());
    IntStream.range(0, count)
        .forEach(
            i -> {
              var vault = new VaultId(UUID.randomUUID());
              sealed.put(
                  vault,
                  work.as(
                      ann,
                      () -> {
                        work.sql()
                            .update(
                                """
                                INSERT INTO vault_core.vaults
                                       (id, product, owner_id, label, suite, created_at)
                                VALUES (?, 'witness-vault', ?, ?, 'classic', ?)
                                """,
                                vault.value(),
                                ann.value(),
                                new byte[] {1},
                                Instant.EPOCH);
                        return Bytes.of(own.seal(vault, CELL, "alias of " + vault));
                      }));
            });
  }

  private void readable(TestKeys with) {
    var own = with.vaultKeys(work.sql());
    sealed.forEach(
        (vault, bytes) ->
            assertThat(work.<String>as(ann, () -> own.open(vault, CELL, bytes.toArray())))
                .isEqualTo("alias of " + vault));
  }

  /** Under which versions of the data key anything in the database is sealed. */
  private List<Integer> versionsInUse() {
    var rows = new SealedRows(work.sql(), DeclaredColumns.all());
    return work.keeper()
        .call(
            () ->
                rows.under(KeyRef.DATA).stream()
                    .flatMap(column -> rows.versions(column).keySet().stream())
                    .distinct()
                    .sorted()
                    .toList());
  }

  private List<Integer> checked() {
    return work.keeper()
        .call(
            () ->
                work.sql()
                    .list(
                        "SELECT version FROM vault_core.key_checks WHERE key = 'data'"
                            + " ORDER BY version",
                        row -> row.integer("version")));
  }

  private List<EventType> entered() {
    return work.auditor()
        .call(
            () ->
                audit.log().after(Chain.ofPlatform(), 0, 100).stream()
                    .map(entry -> entry.type())
                    .toList());
  }
}
