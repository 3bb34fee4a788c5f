package io.vaultplatform.core.orders.internal;

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

/** Looks for orders of the operator every other second. Holds no rule. */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OrderTick {
  private static final Logger LOG = System.getLogger(OrderTick.class.getName());
  private static final long PERIOD = Duration.ofSeconds(2).toMillis();
  private static final int BATCHES = 100;

  @Resource private TimerService timers;
  @Inject private OrderBook book;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(PERIOD, PERIOD, new TimerConfig("orders", false));
  }

  @Timeout
  void tick() {
    try {
      book.work(BATCHES);
    } catch (RuntimeException e) {
      // An exception out of a timeout makes the container retry at once and then drop the timer:
      // the next tick is soon enough.
      LOG.log(Level.ERROR, "an order of the operator waits", e);
    }
  }
}
