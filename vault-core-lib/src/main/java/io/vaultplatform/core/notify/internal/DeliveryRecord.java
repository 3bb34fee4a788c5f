package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Delivery;
import io.vaultplatform.core.notify.internal.OutboxRows.Claimed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/**
 * The audit entry of a delivery. Acceptance of a reminder is what lets silence count, so the entry
 * stands in the vault's log before the step that follows from it.
 */
@ApplicationScoped
class DeliveryRecord {
  private final AuditLog audit;

  @Inject
  DeliveryRecord(AuditLog audit) {
    this.audit = audit;
  }

  // For the container's proxy, which never uses the field.
  @SuppressWarnings("NullAway")
  DeliveryRecord() {
    this(null);
  }

  void enter(Claimed row, Delivery delivery) {
    var facts = new HashMap<String, Object>();
    switch (row.evidence()) {
      case "reminder" -> facts.put("reminder", row.id().toString());
      case "notice" -> facts.put("notice", row.id().toString());
      default -> facts.put("letter", row.id().toString());
    }
    var about = row.about();
    facts.put("occasion", about.occasion());
    if (about.kind().equals(About.TRIGGER)) {
      facts.put("trigger", about.subject().toString());
      facts.put("epoch", about.epoch());
    }
    // The id that the vault's own pages use; who that is stands in no entry.
    about.person().ifPresent(person -> facts.put("person", person.toString()));
    facts.putAll(said(delivery));
    audit.append(
        Draft.of(
            ScopeColumns.chain(about.scope()),
            type(row, delivery),
            Resource.of(about.kind(), about.subject()),
            Actor.system("outbox"),
            facts));
  }

  private static Map<String, Object> said(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Accepted a -> Map.of("channel", a.channel(), "answer", a.answer());
      case Delivery.Failed f -> Map.of("channel", f.channel(), "why", f.why(), "last", false);
      case Delivery.GivenUp g -> Map.of("channel", g.channel(), "why", g.why(), "last", true);
      case Delivery.Dropped d -> Map.of("why", d.why());
    };
  }

  private static EventType type(Claimed row, Delivery delivery) {
    return switch (delivery) {
      case Delivery.Accepted a ->
          switch (row.evidence()) {
            case "reminder" -> EventType.REMINDER_ACCEPTED;
            case "notice" -> EventType.NOTICE_ACCEPTED;
            default -> EventType.LETTER_ACCEPTED;
          };
      case Delivery.Failed f -> failed(row);
      case Delivery.GivenUp g -> failed(row);
      case Delivery.Dropped d -> EventType.LETTER_DROPPED;
    };
  }

  private static EventType failed(Claimed row) {
    return switch (row.evidence()) {
      case "reminder" -> EventType.REMINDER_FAILED;
      case "notice" -> EventType.NOTICE_FAILED;
      default -> EventType.LETTER_FAILED;
    };
  }
}
