package io.vaultplatform.core.release.internal;

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
 * Asks for due proofs to be looked at, every ten minutes; holds no rule. Public because EJBs must
 * be.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ProofTick {
  private static final Logger LOG = System.getLogger(ProofTick.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(10);

  @Resource private TimerService timers;
  @Inject private DueProofs proofs;

  /** Begins. Not persistent: the rows hold what is due. */
  @PostConstruct
  public void begin() {
    timers.createIntervalTimer(
        PERIOD.toMillis(), PERIOD.toMillis(), new TimerConfig("trustees' proofs", false));
  }

  /** One tick. */
  @Timeout
  public void tick() {
    try {
      proofs.look();
    } catch (RuntimeException e) {
      // An exception out of a timeout makes the container retry at once and then drop the timer:
      // the next tick is soon enough.
      LOG.log(Level.ERROR, "the trustees' proofs could not be looked at", e);
    }
  }
}
