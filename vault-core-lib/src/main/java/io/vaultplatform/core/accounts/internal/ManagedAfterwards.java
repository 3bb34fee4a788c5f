package io.vaultplatform.core.accounts.internal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.logging.Level;
import java.util.logging.Logger;

/** On the server's own threads. */
@ApplicationScoped
class ManagedAfterwards implements Afterwards {
  private static final Logger LOG = Logger.getLogger(ManagedAfterwards.class.getName());

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  private ManagedExecutorService executor;

  @Override
  public void run(Runnable work) {
    executor.execute(() -> logged(work));
  }

  // Nobody waits for it, so nobody else would learn that it failed.
  private static void logged(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a refused sign-in could not be entered in the log", e);
    }
  }
}
