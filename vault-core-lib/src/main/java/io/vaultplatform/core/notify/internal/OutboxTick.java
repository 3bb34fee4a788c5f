package io.vaultplatform.core.notify.internal;

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

/**
 * The clock of the outbox: one interval timer per server, not persistent, since the rows hold the
 * due dates. It knows no rule, so a late, doubled or missed tick is harmless, and every server of a
 * cluster may tick.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OutboxTick {
  private static final Logger LOG = System.getLogger(OutboxTick.class.getName());
  private static final long SOON = 500;

  @Resource private TimerService timers;
  @Inject private OutboxDesk desk;

  /** Starts the timer; a wrong setting stops the application here, by name. */
  @PostConstruct
  public void start() {
    timers.createIntervalTimer(
        SOON, desk.settings().period().toMillis(), new TimerConfig("outbox", false));
  }

  /** One look at the outbox. */
  @Timeout
  public void tick() {
    try {
      desk.turn();
    } catch (RuntimeException e) {
      // An exception out of a timeout makes the container retry at once and then drop the timer:
      // the next tick is soon enough.
      LOG.log(Level.ERROR, "the outbox could not be worked on", e);
    }
  }
}
