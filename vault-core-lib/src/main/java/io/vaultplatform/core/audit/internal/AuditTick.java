package io.vaultplatform.core.audit.internal;

import io.vaultplatform.core.store.SqlFailure;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * At the start the log is made ready; once a minute counted refusals are entered. Holds no rule.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditTick {
  private static final Logger LOG = System.getLogger(AuditTick.class.getName());
  private static final long PERIOD = Duration.ofMinutes(1).toMillis();

  @Resource private TimerService timers;
  @Inject private Refusals refusals;
  @Inject private FirstEntry first;

  private boolean ready;

  @PostConstruct
  void start() {
    try {
      makeReady();
    } catch (RuntimeException e) {
      if (!(e instanceof SqlFailure)) {
        throw e; // it could never sign
      }
      // A server may come up before its database. Its transaction is rolled back; the next tick
      // makes the log ready, and readiness says when the database is there.
      LOG.log(Level.WARNING, "the database is not there yet; the log is made ready later", e);
    }
    timers.createIntervalTimer(PERIOD, PERIOD, new TimerConfig("audit", false));
  }

  @Timeout
  void tick() {
    try {
      makeReady();
      refusals.settle();
    } catch (RuntimeException e) {
      // An exception out of a timeout makes the container retry at once and then drop the timer:
      // the next tick is soon enough.
      LOG.log(Level.ERROR, "counted refusals could not be entered", e);
    }
  }

  private void makeReady() {
    if (!ready) {
      first.make();
      ready = true;
    }
  }
}
