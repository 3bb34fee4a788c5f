package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.DoorWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;

/**
 * Another key signs access tokens. The one before stays published for as long as a token that it
 * signed can count, so nobody is signed out by it.
 */
@ApplicationScoped
class TokenRotation implements OrderedWork {
  private final DoorWork door;
  private final DoorSecrets secrets;
  private final AuditLog log;

  @Inject
  TokenRotation(DoorWork door, DoorSecrets secrets, AuditLog log) {
    this.door = door;
    this.secrets = secrets;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  TokenRotation() {
    door = null;
    secrets = null;
    log = null;
  }

  @Override
  public Set<OrderKind> kinds() {
    return Set.of(OrderKind.ROTATE_TOKENS, OrderKind.RETIRE_TOKENS);
  }

  @Override
  public Step step(Order order) {
    return order.kind() == OrderKind.ROTATE_TOKENS ? rotate(order) : retire();
  }

  private Step rotate(Order order) {
    if (order.cursor().isEmpty()) {
      return new Step.Further(AccessTokens.KEY + (secrets.newest(AccessTokens.KEY) + 1), 0, 1);
    }
    var name = order.cursor().get();
    door.run(
        () -> {
          if (secrets.succeed(AccessTokens.KEY, name, KeyRef.TOKEN, AccessTokens::make)) {
            log.append(
                Draft.of(
                    Chain.ofPlatform(),
                    EventType.TOKEN_KEY_MADE,
                    new Resource("token_key", name),
                    Actor.system("operator"),
                    Map.of("name", name)));
          }
        });
    return new Step.Done(1, name + " signs access tokens within a minute, on every server");
  }

  private Step retire() {
    long waiting = secrets.waiting(AccessTokens.KEY, AccessTokens.LIFE);
    int removed = secrets.removeOver(AccessTokens.KEY, AccessTokens.LIFE);
    return waiting > 0
        ? new Step.Refused(
            waiting
                + " old keys may still have tokens under way: ask again "
                + AccessTokens.LIFE.toMinutes()
                + " minutes after the rotation")
        : new Step.Done(removed, "old keys removed: " + removed);
  }
}
