package io.vaultplatform.core.orders.internal;

import io.vaultplatform.core.audit.AuditKeys;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;

/** Another key signs the log. */
@ApplicationScoped
class AuditKeyOrders implements OrderedWork {
  private final AuditKeys keys;

  @Inject
  AuditKeyOrders(AuditKeys keys) {
    this.keys = keys;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  AuditKeyOrders() {
    keys = null;
  }

  @Override
  public Set<OrderKind> kinds() {
    return Set.of(OrderKind.ROTATE_AUDIT);
  }

  @Override
  public Step step(Order order) {
    keys.rotate(order.id());
    return new Step.Done(1, "another key signs the log; the platform's chain announces it");
  }
}
