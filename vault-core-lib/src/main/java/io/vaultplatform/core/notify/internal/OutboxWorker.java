package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.internal.DeliveryFigures.Fate;
import io.vaultplatform.core.notify.internal.OutboxRows.Claim;
import io.vaultplatform.core.notify.internal.OutboxRows.Claimed;
import io.vaultplatform.core.notify.internal.OutboxRows.Turn;
import io.vaultplatform.core.notify.spi.Channel.Sent;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Takes what is due out of the outbox, one row at a time: claims it, looks at the world again,
 * sends it outside of any transaction, and records what became of it.
 *
 * <p>One row at a time, so that a channel that hangs delays one letter by its own time limit and
 * never lets the claims of others run out. Locks are taken in the order trigger row (by the
 * listeners), outbox row, audit head.
 *
 * <p>Tasks go before letters: they take no mail server, and somebody's release must not wait behind
 * ten thousand letters to one that hangs. Every fifth row is whatever waits longest, so that tasks
 * without end do not silence the letters either.
 */
final class OutboxWorker {
  private static final Logger LOG = System.getLogger(OutboxWorker.class.getName());
  private static final int OLDEST_EVERY = 5;

  private final NotifySettings settings;
  private final EngineWork engine;
  private final Sql sql;
  private final OutboxRows rows;
  private final Letters letters;
  private final Channels channels;
  private final DeliveryRecord record;
  private final DeliveryFigures figures;
  private final Plugs plugs;
  private final DoubleSupplier chance;

  /** What other features plugged in. */
  record Plugs(
      Iterable<DeliveryListener> listeners,
      Iterable<Recheck> rechecks,
      Iterable<TaskRunner> runners) {}

  OutboxWorker(
      NotifySettings settings,
      EngineWork engine,
      Sql sql,
      OutboxRows rows,
      Letters letters,
      Channels channels,
      DeliveryRecord record,
      DeliveryFigures figures,
      Plugs plugs,
      DoubleSupplier chance) {
    this.settings = settings;
    this.engine = engine;
    this.sql = sql;
    this.rows = rows;
    this.letters = letters;
    this.channels = channels;
    this.record = record;
    this.figures = figures;
    this.plugs = plugs;
    this.chance = chance;
  }

  /**
   * Does at most {@code most} rows.
   *
   * @return how many were taken; fewer than {@code most} when nothing more is due
   */
  int work(int most) {
    for (int taken = 0; taken < most; taken++) {
      var turn = taken % OLDEST_EVERY == OLDEST_EVERY - 1 ? Turn.OLDEST : Turn.TASKS_FIRST;
      var claimed =
          engine.<Optional<Claim>>call(
              () -> rows.claim(settings.product(), settings.claim(), turn));
      if (claimed.isEmpty()) {
        return taken;
      }
      read(claimed.get()).ifPresent(this::carry);
    }
    return most;
  }

  private Optional<Claimed> read(Claim claim) {
    try {
      return Optional.of(engine.<Claimed>call(() -> rows.read(claim)));
    } catch (RuntimeException e) {
      // It stays claimed, and others go on; when the claim is over it is looked at again.
      LOG.log(Level.ERROR, "outbox row " + claim.id() + " cannot be read", e);
      return Optional.empty();
    }
  }

  private void carry(Claimed row) {
    try {
      switch (row.kind()) {
        case "letter" -> send(row, engine.<Outgoing.Letter>call(() -> rows.letter(row)));
        case "task" -> run(row, engine.<Outgoing.Task>call(() -> rows.task(row)));
        // The column has a CHECK; text from a row is not a closed type.
        default -> throw new VaultException("outbox row " + row.id() + " is of an unknown kind");
      }
    } catch (RuntimeException e) {
      // One row that cannot be done must not stop the others: it backs off like any failure and
      // ends
      // as a dead letter.
      LOG.log(Level.WARNING, "outbox row " + row.id() + " failed", e);
      giveBack(row, e);
    }
  }

  private void giveBack(Claimed row, RuntimeException why) {
    try {
      count(
          row,
          engine.call(
              () -> failed(row, "internal", new Sent.NotNow(why.getClass().getSimpleName()))));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the failure of outbox row " + row.id() + " could not be told", e);
      endUntold(row, why);
    }
  }

  // A listener that fails each time would have the letter sent again for ever. After as many
  // failures more the row ends without it: dead, entered, and counted in the metrics.
  private void endUntold(Claimed row, RuntimeException why) {
    try {
      count(row, engine.call(() -> untold(row, why.getClass().getSimpleName())));
    } catch (RuntimeException e) {
      // The claim runs out by itself, and the row is tried again.
      LOG.log(Level.ERROR, "outbox row " + row.id() + " stays claimed", e);
    }
  }

  private List<Fate> untold(Claimed row, String why) {
    if (!rows.hold(row)) {
      return List.of();
    }
    var now = sql.now();
    int failures = row.failures() + 1;
    if (row.destinations() > 0 && failures >= 2 * settings.retry().attempts()) {
      rows.end(row, "dead", why, now);
      record.enter(row, new Delivery.GivenUp(row.id(), row.about(), now, "internal", why));
      return List.of(Fate.NOT_NOW, Fate.GIVEN_UP);
    }
    rows.again(row, row.destination(), failures, next(now, failures), why);
    return List.of(Fate.NOT_NOW);
  }

  private Instant next(Instant now, int failures) {
    return settings.retry().next(now, failures, chance.getAsDouble());
  }

  private void send(Claimed row, Outgoing.Letter letter) {
    var stale = engine.<Optional<String>>call(() -> stale(row.about()));
    if (stale.isPresent()) {
      count(row, engine.call(() -> drop(row, stale.get())));
      return;
    }
    var to = letter.to().get(row.destination());
    var sent = channels.send(to, letters.message(letter, to.address()));
    count(row, engine.call(() -> outcome(row, to.channel(), sent)));
  }

  // After the commit, and letters only: a task is nobody's mail.
  private void count(Claimed row, List<Fate> fates) {
    if (row.kind().equals("letter")) {
      fates.forEach(figures::count);
    }
  }

  private Optional<String> stale(About about) {
    for (var recheck : plugs.rechecks()) {
      switch (recheck.recheck(about)) {
        case Recheck.Verdict.Holds() -> {}
        case Recheck.Verdict.Stale(var why) -> {
          return Optional.of(why);
        }
      }
    }
    return Optional.empty();
  }

  private void run(Claimed row, Outgoing.Task task) {
    engine.run(
        () -> {
          runner(task).run(task);
          // Last, and only if the claim still stands: otherwise another server does it, and this is
          // rolled back.
          rows.end(row, "done", "", sql.now());
        });
  }

  private TaskRunner runner(Outgoing.Task task) {
    for (var runner : plugs.runners()) {
      if (runner.name().equals(task.name())) {
        return runner;
      }
    }
    throw new VaultException(
        "nothing runs the task " + task.name() + " of outbox row " + task.id());
  }

  private List<Fate> drop(Claimed row, String why) {
    lock(row.about());
    if (!rows.hold(row)) {
      return List.of();
    }
    var now = sql.now();
    rows.end(row, "dropped", Answers.plain(why), now);
    tell(row, new Delivery.Dropped(row.id(), row.about(), now, why));
    return List.of(Fate.DROPPED);
  }

  private List<Fate> outcome(Claimed row, String channel, Sent sent) {
    return switch (sent) {
      case Sent.Accepted(var answer) -> accepted(row, channel, Answers.plain(answer));
      case Sent.Refused refused -> failed(row, channel, refused);
      case Sent.NotNow later -> failed(row, channel, later);
    };
  }

  private List<Fate> accepted(Claimed row, String channel, String answer) {
    lock(row.about());
    // Another sender took over when our claim ran out: whichever record comes first stands, and
    // there is only one.
    if (!rows.hold(row)) {
      return List.of();
    }
    var now = sql.now();
    rows.tried(row, channel, "accepted", answer, now);
    rows.end(row, "done", answer, now);
    tell(row, new Delivery.Accepted(row.id(), row.about(), now, channel, answer));
    return List.of(Fate.ACCEPTED);
  }

  private List<Fate> failed(Claimed row, String channel, Sent sent) {
    lock(row.about());
    if (!rows.hold(row)) {
      return List.of();
    }
    var now = sql.now();
    int failures = row.failures() + 1;
    boolean over;
    String why;
    Fate fate;
    switch (sent) {
      case Sent.Refused(var reason) -> {
        over = true;
        fate = Fate.REFUSED;
        why = Answers.plain(reason);
        rows.tried(row, channel, "refused", why, now);
      }
      case Sent.NotNow(var reason) -> {
        // A task is ours alone to do: given up, it would end somebody's release for a fault of
        // ours.
        over = row.destinations() > 0 && settings.retry().isOver(failures);
        fate = Fate.NOT_NOW;
        why = Answers.plain(reason);
        rows.tried(row, channel, "not_now", why, now);
      }
      case Sent.Accepted(var answer) ->
          throw new IllegalStateException("an acceptance is no failure");
    }
    if (!over) {
      rows.again(row, row.destination(), failures, next(now, failures), why);
    } else if (row.destination() + 1 < row.destinations()) {
      rows.again(row, row.destination() + 1, 0, now, why);
      tell(row, new Delivery.Failed(row.id(), row.about(), now, channel, why));
    } else {
      rows.end(row, "dead", why, now);
      tell(row, new Delivery.GivenUp(row.id(), row.about(), now, channel, why));
      return List.of(fate, Fate.GIVEN_UP);
    }
    return List.of(fate);
  }

  private void lock(About about) {
    plugs.listeners().forEach(listener -> listener.lock(about));
  }

  private void tell(Claimed row, Delivery delivery) {
    record.enter(row, delivery);
    plugs.listeners().forEach(listener -> listener.heard(delivery));
  }
}
