package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditKeys;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is personal of somebody, destroyed for good: name and address as trustee, recipient or
 * owner, and the personal payloads of the log. Entries and public keys stay, so the log verifies as
 * before.
 */
@ApplicationScoped
class SubjectShredding implements OrderedWork {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String NAMED_IN =
      """
      SELECT vault_id FROM vault_core.trustees WHERE id = ?
      UNION SELECT vault_id FROM vault_core.recipients WHERE id = ?
      """;

  private final EngineWork engine;
  private final Sql sql;
  private final AuditKeys auditKeys;
  private final AuditLog log;

  @Inject
  SubjectShredding(EngineWork engine, Sql sql, AuditKeys auditKeys, AuditLog log) {
    this.engine = engine;
    this.sql = sql;
    this.auditKeys = auditKeys;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  SubjectShredding() {
    engine = null;
    sql = null;
    auditKeys = null;
    log = null;
  }

  @Override
  public Set<OrderKind> kinds() {
    return Set.of(OrderKind.SHRED_SUBJECT);
  }

  @Override
  public Step step(Order order) {
    if (!ID.matcher(order.subject()).matches()) {
      return new Step.Refused("name a trustee, a recipient or an account by its id");
    }
    var subject = UUID.fromString(order.subject());
    if (order.cursor().isEmpty()) {
      return new Step.Erase(things(subject), "remove", 1);
    }
    auditKeys.forget(subject);
    engine.run(
        () ->
            log.append(
                Draft.of(
                    Chain.ofPlatform(),
                    EventType.SUBJECT_SHREDDED,
                    Resource.of("subject", subject),
                    Actor.system("operator"),
                    Map.of("subject", subject.toString()))));
    return new Step.Done(1, "destroyed for good; copies of the database do not open it either");
  }

  private List<Thing> things(UUID subject) {
    List<UUID> vaults =
        engine.call(() -> sql.list(NAMED_IN, row -> row.uuid("vault_id"), subject, subject));
    var things = new ArrayList<Thing>();
    things.add(Thing.subject(subject));
    vaults.forEach(vault -> things.add(Thing.person(new VaultId(vault), subject)));
    return things;
  }
}
