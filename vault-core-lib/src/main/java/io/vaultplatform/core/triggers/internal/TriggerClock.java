package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.SettingNames;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.spi.EffectSink;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/** What one tick does on this server, and the figures that say how it goes. */
@ApplicationScoped
class TriggerClock {
  @Inject private Settings source;
  @Inject private EngineWork engine;
  @Inject private Sql sql;
  @Inject private AuditLog audit;
  @Inject private Clock clock;
  @Inject @Any private Instance<EffectSink> sinks;

  private @Nullable TriggerSettings settings;
  private @Nullable TriggerRows rows;
  private @Nullable DueTriggers due;
  private volatile TriggerRows.Figures figures =
      new TriggerRows.Figures(0, 0, Optional.empty(), 0, 0);
  private volatile Duration lastTook = Duration.ZERO;
  private volatile boolean turned;
  private final AtomicLong stepped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  @Produces
  @Dependent
  static SettingNames.Declared declared() {
    return new SettingNames.Declared(TriggerSettings.NAMES, TriggerSettings::of);
  }

  @PostConstruct
  void open() {
    var read = TriggerSettings.of(source);
    var table = new TriggerRows(sql);
    settings = read;
    rows = table;
    due = new DueTriggers(read, engine, table, new Steps(table, audit, sinks));
  }

  TriggerSettings settings() {
    return opened(settings);
  }

  /** Steps what is due and looks at what is left. Called by one timer, one call at a time. */
  void turn() {
    var begin = clock.instant();
    var swept = opened(due).sweep();
    stepped.addAndGet(swept.stepped());
    failed.addAndGet(swept.failed());
    lastTook = Duration.between(begin, clock.instant());
    figures =
        engine.call(
            () -> opened(rows).figures(settings().product(), settings().period().multipliedBy(2)));
    turned = true;
  }

  /** Whether the timer has come round, and the triggers could be worked on, at least once. */
  boolean turned() {
    return turned;
  }

  /** The oldest trigger that is due and not in a back-off, asked of the database now. */
  Optional<Instant> oldestDue() {
    return engine.call(() -> opened(rows).oldestDue(settings().product()));
  }

  /** The database's time. */
  Instant now() {
    return engine.call(() -> opened(rows).now());
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the triggers are not open");
    }
    return part;
  }

  /** Due now. */
  @Gauge(
      name = "vault_triggers_due",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Triggers that were due after the last tick.")
  long due() {
    return figures.due();
  }

  /** Due for more than two ticks: something is wrong. */
  @Gauge(
      name = "vault_triggers_overdue",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Triggers that have been due for more than two ticks.")
  long overdue() {
    return figures.overdue();
  }

  /** Age of the oldest. */
  @Gauge(
      name = "vault_triggers_oldest_due_seconds",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "How long the longest waiting trigger has been due, failing ones included.")
  long oldestSeconds() {
    return figures
        .oldest()
        .map(since -> Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
        .orElse(0L);
  }

  /** Held. */
  @Gauge(
      name = "vault_triggers_held",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Triggers that are held until a person decides.")
  long held() {
    return figures.held();
  }

  /** In a back-off. */
  @Gauge(
      name = "vault_triggers_failing",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Triggers that could not be stepped and are tried again later.")
  long failing() {
    return figures.failing();
  }

  /** Duration of the last tick. */
  @Gauge(
      name = "vault_triggers_tick_milliseconds",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "How long the last tick took.")
  long tickMilliseconds() {
    return lastTook.toMillis();
  }

  /** Steps since start. */
  @Gauge(
      name = "vault_triggers_stepped",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Steps that ticks of this server have taken since it started.")
  long stepped() {
    return stepped.get();
  }

  /** Failures since start. */
  @Gauge(
      name = "vault_triggers_step_failures",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Steps that failed on this server since it started.")
  long stepFailures() {
    return failed.get();
  }
}
