package io.vaultplatform.core.orders.spi;

import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import java.util.Set;

/** Carries out some kinds of orders, as a bean of the feature whose rows they change. */
public interface OrderedWork {

  /** Which kinds; each belongs to one implementation. */
  Set<OrderKind> kinds();

  /**
   * One batch of bounded size, in transactions of its own, with its entries in the log. A server
   * that ends in the middle does the same batch again: repeating it changes nothing more.
   */
  Step step(Order order);
}
