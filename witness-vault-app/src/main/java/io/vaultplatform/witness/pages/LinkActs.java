package io.vaultplatform.witness.pages;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.triggers.CheckInWay;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * What the button of a check-in link does, for the page and for the API alike: link, check-in and
 * receipt in one transaction.
 */
@ApplicationScoped
public class LinkActs {
  @Inject private Links links;
  @Inject private Triggers triggers;
  @Inject private AuditLog audit;

  /** A check-in that was recorded; the receipt is there when it was entered. */
  public record CheckedIn(Recorded recorded, Optional<Receipt> receipt) {}

  /** Checks in with the token of a reminder. */
  public Outcome<CheckedIn> checkIn(String token) {
    return links.use(token, LinkPurpose.CHECK_IN, this::checkIn);
  }

  private Outcome<CheckedIn> checkIn(Link link) {
    // Whoever holds the link has no name here; the entry names the link, which the owner's mailbox
    // got.
    var actor = new Actor(Actor.Kind.USER, "link:" + link.id());
    return triggers
        .checkIn(new TriggerId(link.subject()), CheckInWay.LINK, actor)
        .then(
            recorded ->
                Outcome.done(new CheckedIn(recorded, recorded.entry().map(audit::receipt))));
  }
}
