package io.vaultplatform.core.notify.spi;

import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;

/**
 * Hears what became of letters, in the transaction that records it (role {@code vault_engine});
 * plugged in as a CDI bean.
 *
 * <p>Every listener hears of every letter and picks its own by {@link About#kind}. An exception
 * rolls the record back, and the letter goes out again with the same id.
 */
public interface DeliveryListener {

  /**
   * Takes the row locks that {@link #heard} will need. Called before the delivery's audit entry is
   * appended, because the audit head must be the last lock taken.
   */
  default void lock(About about) {}

  /** The delivery is recorded; what follows from it joins the same transaction. */
  void heard(Delivery delivery);
}
