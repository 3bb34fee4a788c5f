package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassNotice;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.spi.OwnerNotices;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.Destination;
import io.vaultplatform.core.notify.Outbox;
import io.vaultplatform.core.notify.Outgoing;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.Template;
import io.vaultplatform.core.notify.spi.DeliveryListener;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The letter to the owner about a weakening, and what its delivery means: the waiting begins when a
 * mail server took it. A letter that nobody took begins nothing, so the weakening never comes.
 */
@ApplicationScoped
class ClassLetters implements OwnerNotices, DeliveryListener, Recheck {
  /** The kind of subject of letters about an order; the subject is the successor. */
  static final String ORDER = "class_order";

  private static final String WEAKENING = "weakening";

  private final Outbox outbox;
  private final Reach reach;
  private final Sql sql;
  private final ClassNotice orders;

  @Inject
  ClassLetters(Outbox outbox, Reach reach, Sql sql, ClassNotice orders) {
    this.outbox = outbox;
    this.reach = reach;
    this.sql = sql;
    this.orders = orders;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  ClassLetters() {
    this(null, null, null, null);
  }

  @Override
  public boolean weakening(ClassOrder order, Instant asked, Duration waiting) {
    var addresses = reach.owner(order.vault());
    if (addresses.isEmpty()) {
      return false;
    }
    outbox.add(letter(order, asked, waiting, addresses));
    return true;
  }

  private Outgoing.Letter letter(
      ClassOrder order, Instant asked, Duration waiting, List<Destination> addresses) {
    return new Outgoing.Letter(
        new OutgoingId(Randomness.uuidV7(asked)),
        product(order.vault()),
        about(order.vault(), order.successor()),
        asked,
        Outgoing.Evidence.LETTER,
        Template.CLASS_WEAKENING,
        addresses,
        Map.of(
            "at", asked.toString(),
            "waiting", waiting.toString(),
            "from", order.from().name(),
            "to", order.to().name(),
            "document", order.document().toString()),
        Optional.empty());
  }

  private String product(VaultId vault) {
    return switch (VaultOwner.find(sql, vault)) {
      case Outcome.Done<VaultOwner>(var owner) -> owner.product();
      case Outcome.Refused<VaultOwner> r -> throw new VaultException("vault " + vault + " is gone");
    };
  }

  @Override
  public void withdraw(VaultId vault, DocumentId successor) {
    outbox.withdraw(about(vault, successor));
  }

  @Override
  public void lock(About about) {
    if (about.kind().equals(ORDER) && about.scope() instanceof Scope.OfVault(var vault)) {
      orders.lock(vault, successor(about));
    }
  }

  @Override
  public void heard(Delivery delivery) {
    var about = delivery.about();
    if (delivery instanceof Delivery.Accepted accepted
        && about.kind().equals(ORDER)
        && about.scope() instanceof Scope.OfVault(var vault)) {
      orders.told(vault, successor(about), accepted.at());
    }
  }

  @Override
  public Verdict recheck(About about) {
    return !about.kind().equals(ORDER)
            || (about.scope() instanceof Scope.OfVault(var vault)
                && orders.isOpen(vault, successor(about)))
        ? new Verdict.Holds()
        : new Verdict.Stale("the order was cancelled");
  }

  private static About about(VaultId vault, DocumentId successor) {
    return new About(new Scope.OfVault(vault), ORDER, successor.value(), 0, WEAKENING);
  }

  private static DocumentId successor(About about) {
    return new DocumentId(about.subject());
  }
}
