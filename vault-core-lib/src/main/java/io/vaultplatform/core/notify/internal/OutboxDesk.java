package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.notify.spi.TaskRunner;
import io.vaultplatform.core.notify.spi.Wording;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * The worker of this server, put together from its configuration and from what the other features
 * plugged in.
 */
@ApplicationScoped
class OutboxDesk {
  @Inject private Settings source;
  @Inject private EngineWork engine;
  @Inject private Sql sql;
  @Inject private OutboxRows rows;
  @Inject private DeliveryRecord record;
  @Inject private DeliveryFigures deliveries;
  @Inject @Any private Instance<DeliveryListener> listeners;
  @Inject @Any private Instance<Recheck> rechecks;
  @Inject @Any private Instance<TaskRunner> runners;
  @Inject @Any private Instance<Wording> wordings;

  private @Nullable NotifySettings settings;
  private @Nullable Channels channels;
  private @Nullable OutboxWorker worker;
  private volatile OutboxRows.Figures figures = new OutboxRows.Figures(0, 0, 0);
  private volatile boolean turned;

  @Produces
  @Dependent
  static SettingNames.Declared declared() {
    return new SettingNames.Declared(Channels.names(NotifySettings.NAMES), NotifySettings::of);
  }

  @PostConstruct
  void open() {
    var read = NotifySettings.of(source);
    var opened = Channels.open(source);
    settings = read;
    channels = opened;
    worker =
        new OutboxWorker(
            read,
            engine,
            sql,
            rows,
            new Letters(read.publicUrl(), wording(read.product())),
            opened,
            record,
            deliveries,
            new OutboxWorker.Plugs(listeners, rechecks, runners),
            // Spreads a crowd of retries; nothing secret depends on it.
            OutboxDesk::chance);
  }

  private static double chance() {
    return (ByteBuffer.wrap(Randomness.bytes(4)).getInt() >>> 8) / (double) (1 << 24);
  }

  private Wording wording(String product) {
    return wordings.stream()
        .filter(wording -> wording.product().equals(product))
        .findFirst()
        .orElseGet(() -> new PlainWording(product));
  }

  @PreDestroy
  void close() {
    if (channels != null) {
      channels.close();
    }
  }

  NotifySettings settings() {
    return opened(settings);
  }

  void turn() {
    opened(worker).work(100);
    figures = engine.call(() -> rows.figures(settings().product()));
    turned = true;
  }

  /** Whether the timer has come round, and the outbox could be worked on, at least once. */
  boolean turned() {
    return turned;
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the outbox is not open");
    }
    return part;
  }

  /** Letters and tasks whose time has come. */
  @Gauge(
      name = "vault_outbox_due",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Letters and tasks that are due now.")
  long due() {
    return figures.due();
  }

  /** Everything that waits, also for a later try. */
  @Gauge(
      name = "vault_outbox_waiting",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Letters and tasks that wait, also for a later try.")
  long waiting() {
    return figures.waiting();
  }

  /** What nobody could be reached with. */
  @Gauge(
      name = "vault_outbox_dead",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Dead letters: every destination failed for good.")
  long givenUp() {
    return figures.givenUp();
  }
}
