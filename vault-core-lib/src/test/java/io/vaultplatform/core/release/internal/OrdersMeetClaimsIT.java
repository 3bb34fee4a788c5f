package io.vaultplatform.core.release.internal;

import static io.vaultplatform.core.escrow.EscrowWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.internal.TestAudit;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.escrow.EscrowWorld;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.Portion;
import io.vaultplatform.core.kms.KeyOperations;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyVersion;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.kms.internal.TestKeys;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.internal.TestOrders;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.people.internal.TestPeopleOrders;
import io.vaultplatform.core.release.Claims;
import io.vaultplatform.core.store.LocalWork;
import io.vaultplatform.core.store.PostgresExtension;
import io.vaultplatform.core.store.PostgresExtension.TestDatabase;
import io.vaultplatform.core.triggers.TriggerState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operator's order and a recipient who brings a key, at the same time: whatever lies between
 * what, it ends as if one had come after the other.
 */
class OrdersMeetClaimsIT {
  private static final String WAITING = "SELECT count(*) FROM vault_core.executor_packets";
  private static final String KEYS = "SELECT count(*) FROM vault_core.brought_keys";

  /** A moment in the story of a claim. */
  enum Moment {
    /** Nothing of it happened yet. */
    BEFORE,
    /** The trigger is locked, and the gate not asked. */
    LOCKED,
    /** The gate has read its sealed key, and not opened it. */
    READ,
    /** The gate has answered, and nothing is stored. */
    ANSWERED,
    /** It is over. */
    AFTER
  }

  private final TestDatabase database = PostgresExtension.fresh();
  private final LocalWork work = new LocalWork(database.app());
  private final TestKeys real = TestKeys.open();
  private final Map<Moment, Runnable> meanwhile = new EnumMap<>(Moment.class);
  private final TestKeys keys =
      real.with(
          (envelope, context) -> {
            at(Moment.READ);
            return real.gate().unseal(envelope, context);
          });
  private final TestAudit audit = TestAudit.open(work, keys);
  private final ReleaseStage stage =
      new ReleaseStage(database, work, keys, audit.log(), Duration.ofMinutes(1), 2);
  private final Claims claims = stage.claimsWith.apply(watched(stage.gate));
  private final TestOrders orders =
      TestOrders.open(database, work, TestKeys.on(real.file()), audit.log(), works());
  private final ExecutorService operator = Executors.newSingleThreadExecutor();
  private final EscrowWorld.Person rosa = stage.world.recipients.getFirst();
  private final EscrowWorld.Stored document = stage.world.document(EncryptionClass.B);

  private List<OrderedWork> works() {
    var works = new ArrayList<>(stage.content.orders());
    works.add(TestPeopleOrders.shredding(work, audit));
    return works;
  }

  private void at(Moment moment) {
    var act = meanwhile.remove(moment);
    if (act != null) {
      act.run();
    }
  }

  private Gate watched(Gate gate) {
    return (Gate)
        Proxy.newProxyInstance(
            Gate.class.getClassLoader(),
            new Class<?>[] {Gate.class},
            (proxy, method, arguments) -> {
              try {
                boolean claim = method.getName().equals("readdress");
                if (claim) {
                  at(Moment.LOCKED);
                }
                var answer = method.invoke(gate, arguments);
                if (claim) {
                  at(Moment.ANSWERED);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  @AfterEach
  void the_operator_goes() {
    operator.shutdownNow();
  }

  private void armed() {
    stage.armForAKeyToBeBrought(document);
  }

  private void released() {
    armed();
    stage.release();
    assertThat(stage.count(WAITING)).isEqualTo(2);
    stage.superuser("CREATE TABLE public.waited AS SELECT * FROM vault_core.executor_packets");
  }

  /** As if no key had been brought; the log alone remembers it. */
  private void waitsAgain() {
    stage.superuser(
        "DELETE FROM vault_core.brought_keys",
        "DELETE FROM vault_core.executor_packets",
        "INSERT INTO vault_core.executor_packets SELECT * FROM public.waited",
        "UPDATE vault_core.hand_overs SET inner_file = NULL WHERE recipient_id = '"
            + rosa.id()
            + "'");
  }

  private Outcome<Claims.Claimed> brings(String session) {
    at(Moment.BEFORE);
    var outcome =
        claims.bring(session, stage.trigger.value(), RecipientKeys.of(rosa.identity().recipient()));
    at(Moment.AFTER);
    return outcome;
  }

  /** Has it done by somebody else; goes on when that is done, or waits for a lock. */
  private Future<?> beside(Runnable act) {
    var doing = operator.submit(act);
    while (!doing.isDone() && stage.count(WAITS_FOR_A_LOCK) == 0) {
      ReleaseStage.pause(5);
    }
    return doing;
  }

  private static final String WAITS_FOR_A_LOCK =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock'";

  private static void over(List<Future<?>> all) {
    for (var one : all) {
      try {
        one.get(60, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError("the order did not end", e);
      }
    }
  }

  /** What is ordered in one round, and how it ends where nobody disturbs it. */
  private record Ordered(OrderKind kind, String subject, String end) {}

  private List<List<Ordered>> rounds() {
    var named = stage.world.epoch.vault() + "/" + document.small().manifest().item().document();
    return List.of(
        List.of(
            new Ordered(OrderKind.ROTATE_KEY, "gate", "done"),
            new Ordered(OrderKind.RETIRE_KEY, "gate", "done")),
        List.of(
            new Ordered(OrderKind.ROTATE_KEY, "data", "done"),
            new Ordered(OrderKind.RETIRE_KEY, "data", "done")),
        List.of(new Ordered(OrderKind.ROTATE_IDENTITIES, "all", "done")),
        List.of(new Ordered(OrderKind.SHRED_DOCUMENT, named, "refused")));
  }

  @Test
  void at_whichever_moment_an_order_comes_the_key_opens_everything_or_can_be_brought_again() {
    released();
    for (var round : rounds()) {
      for (var moment : List.of(Moment.LOCKED, Moment.READ, Moment.ANSWERED)) {
        var outcome = meets(round, Map.of(moment, 1000), round + " " + moment);
        boolean readTooEarly = moment == Moment.READ && round.getFirst().subject().equals("gate");
        assertThat(outcome instanceof Outcome.Done<?>)
            .as("%s %s: %s", round, moment, outcome)
            .isEqualTo(!readTooEarly);
      }
    }
  }

  @Test
  void however_the_batches_of_orders_lie_among_the_moments_of_a_claim_it_is_whole() {
    released();
    var seed = System.nanoTime();
    System.out.println("OrdersMeetClaimsIT seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      var round = rounds().get(random.nextInt(3));
      var batches = new EnumMap<Moment, Integer>(Moment.class);
      for (var moment : Moment.values()) {
        batches.put(moment, random.nextInt(4));
      }
      meets(round, batches, "seed " + seed + ", round " + i + ": " + round + " " + batches);
    }
  }

  private Outcome<Claims.Claimed> meets(
      List<Ordered> round, Map<Moment, Integer> batches, String what) {
    waitsAgain();
    var session = stage.door(rosa).session().text();
    int entries = stage.entries(EventType.ESCROW_READDRESSED).size();
    var given = round.stream().map(o -> orders.order(o.kind(), o.subject())).toList();
    var doing = new ArrayList<Future<?>>();
    batches.forEach(
        (moment, count) ->
            meanwhile.put(moment, () -> doing.add(beside(() -> someBatches(count)))));

    var outcome = brings(session);

    meanwhile.clear();
    over(doing);
    orders.work();
    for (int i = 0; i < round.size(); i++) {
      var seen = orders.seen(given.get(i));
      assertThat(seen.state()).as(what + ": " + seen.answer()).isEqualTo(round.get(i).end());
    }
    switch (outcome) {
      case Outcome.Done<Claims.Claimed> claimed -> {}
      case Outcome.Refused<Claims.Claimed>(var refusal) -> {
        assertThat(refusal.field()).as(what).contains(Gate.KEY_SERVICE);
        assertThat(refusal.detail()).as(what).contains("Try again later");
        nothingWasStored(entries, what);
        done(brings(session));
      }
    }
    everythingOpens(entries, what);
    return outcome;
  }

  private void someBatches(int count) {
    for (int i = 0; i < count && orders.work(1); i++) {
      // One batch after the other.
    }
  }

  private void nothingWasStored(int entries, String what) {
    assertThat(stage.count(WAITING)).as(what).isEqualTo(2);
    assertThat(stage.count(KEYS)).as(what).isZero();
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).as(what).hasSize(entries);
  }

  private void everythingOpens(int entries, String what) {
    assertThat(stage.count(WAITING)).as(what).isZero();
    assertThat(stage.count(KEYS)).as(what).isEqualTo(1);
    assertThat(stage.entries(EventType.ESCROW_READDRESSED)).as(what).hasSize(entries + 1);
    var release = stage.open(rosa, document);
    assertThat(release.packets())
        .as(what)
        .extracting(packet -> packet.portion())
        .containsExactly(new Portion(1, 1), new Portion(2, 1));
  }

  /** The keys of an operator, who is looked at while a row is locked and its new seal is there. */
  private record Resealing(KeyOperations keys, Runnable meanwhile) implements KeyOperations {
    @Override
    public List<KeyVersion> versions(KeyRef key) {
      return keys.versions(key);
    }

    @Override
    public void add(KeyVersion next) {
      keys.add(next);
    }

    @Override
    public void destroy(KeyVersion version) {
      keys.destroy(version);
    }

    @Override
    public Optional<byte[]> reseal(
        KeyRef key, byte[] sealed, io.vaultplatform.core.kms.KeyContext context) {
      var now = keys.reseal(key, sealed, context);
      meanwhile.run();
      return now;
    }

    @Override
    public void erase(List<Thing> things) {
      keys.erase(things);
    }
  }

  @Test
  void a_claim_does_not_wait_for_a_row_that_is_being_resealed() {
    released();
    var session = stage.door(rosa).session().text();
    int entries = stage.entries(EventType.ESCROW_READDRESSED).size();
    var claimed = new ArrayList<Outcome<Claims.Claimed>>();
    var slow =
        TestOrders.open(
            database,
            work,
            new Resealing(
                TestKeys.on(real.file()).operations(work),
                () -> {
                  if (claimed.isEmpty()) {
                    over(List.of(operator.submit(() -> claimed.add(brings(session)))));
                  }
                }),
            audit.log(),
            List.of());
    var order = slow.order(OrderKind.ROTATE_KEY, "gate");

    slow.work();

    assertThat(slow.seen(order).state()).isEqualTo("done");
    assertThat(claimed).hasSize(1);
    done(claimed.getFirst());
    everythingOpens(entries, "resealed meanwhile");
  }

  @Test
  void what_is_personal_of_a_recipient_is_destroyed_while_they_bring_their_key() {
    released();
    meets(
        List.of(new Ordered(OrderKind.SHRED_SUBJECT, rosa.id().toString(), "done")),
        Map.of(Moment.READ, 1000),
        "the recipient shredded");
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE", "READ", "AFTER"})
  void of_a_vault_that_is_destroyed_meanwhile_nothing_is_shown_that_does_not_open(Moment moment) {
    released();
    var session = stage.door(rosa).session().text();
    var order = orders.order(OrderKind.SHRED_VAULT, stage.world.epoch.vault().toString());
    var doing = new ArrayList<Future<?>>();
    meanwhile.put(moment, () -> doing.add(beside(orders::work)));

    var outcome = brings(session);

    over(doing);
    orders.work();
    assertThat(orders.seen(order).state()).as(orders.seen(order).answer()).isEqualTo("done");
    switch (outcome) {
      case Outcome.Done<Claims.Claimed> claimed ->
          assertThat(stage.count(WAITING)).as("what waited is stored for them").isZero();
      case Outcome.Refused<Claims.Claimed> refused ->
          assertThat(stage.count(KEYS)).as("refused, and nothing stored").isZero();
    }
    var fetched = stage.releases.content(session, document.small().manifest().item().document());
    assertThat(fetched)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.NOT_FOUND));
    switch (stage.releases.again(session)) {
      case Outcome.Done<List<io.vaultplatform.core.release.Releases.Release>>(var releases) ->
          assertThat(releases)
              .allSatisfy(
                  release -> {
                    assertThat(release.documents()).isEmpty();
                    assertThat(ReleaseStage.receives(release, rosa))
                        .isEqualTo(release.packets().size());
                  });
      case Outcome.Refused<List<io.vaultplatform.core.release.Releases.Release>>(var refusal) ->
          assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_FOUND);
    }
  }

  @Test
  void a_vault_whose_release_is_under_way_is_not_destroyed() {
    armed();
    stage.executing();
    var vault = stage.world.epoch.vault().toString();
    for (int handed = 0; handed < 2; handed++) {
      var refused = orders.carryOut(OrderKind.SHRED_VAULT, vault);
      assertThat(refused.state()).isEqualTo("refused");
      assertThat(refused.answer()).contains("disarms it first");
      if (handed == 0) {
        work.engine().run(() -> stage.handOver.run(stage.handOverTask()));
      }
    }
    stage.until(TriggerState.Kind.EXECUTED);
    done(brings(stage.door(rosa).session().text()));
    stage.open(rosa, document);
    assertThat(orders.carryOut(OrderKind.SHRED_VAULT, vault).state()).isEqualTo("done");
  }
}
