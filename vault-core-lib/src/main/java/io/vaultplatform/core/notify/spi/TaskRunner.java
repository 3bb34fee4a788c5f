package io.vaultplatform.core.notify.spi;

import io.vaultplatform.core.notify.Outgoing;

/**
 * Does one kind of engine task, at least once, in a transaction of its own; plugged in as a CDI
 * bean.
 */
public interface TaskRunner {

  /** The {@link Outgoing.Task#name} it does. */
  String name();

  /**
   * Does it in the running transaction. An exception rolls back, and it is tried again later, with
   * longer waits up to the cap, until it is done: a task is never given up.
   */
  void run(Outgoing.Task task);
}
