package io.vaultplatform.core.store;

import java.util.function.Supplier;

/**
 * Work in a new transaction of its own, under one database role instead of a person.
 *
 * <p>The role ends with the transaction, whether it commits or rolls back; the pooled connection is
 * {@code vault_app} again. A caller's transaction is suspended meanwhile and its uncommitted rows
 * are not seen. A returned {@link io.vaultplatform.core.base.Outcome.Refused} rolls back.
 */
public sealed interface RoleWork
    permits EngineWork, GateWork, AuditorWork, DoorWork, KeeperWork, EraserWork {

  /** Does the work and returns its result; an exception rolls back and is rethrown as it is. */
  <T> T call(Supplier<T> work);

  /** As {@link #call}, without a result. */
  default void run(Runnable work) {
    this.<Boolean>call(
        () -> {
          work.run();
          return true;
        });
  }
}
