package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.kms.Thing;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.EraserWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Documents and vaults destroyed for good: their keys first, for that is what counts in every copy
 * of the database; then their rows here, for nothing should lie about that nobody can open.
 *
 * <p>What a signed list of an armed vault names is refused, and the vault until its release is
 * over: its owner disarms first, or a release would promise what is not there.
 */
@ApplicationScoped
class Shredding implements OrderedWork {
  private static final int PAGE = 20;
  private static final String UUID_FORM = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern VAULT = Pattern.compile("(" + UUID_FORM + ")");
  private static final Pattern DOCUMENT =
      Pattern.compile("(" + UUID_FORM + ")/(" + UUID_FORM + ")");

  private static final String HAS_DOCUMENT =
      """
      SELECT 1 FROM vault_core.documents WHERE vault_id = ? AND id = ?
      UNION SELECT 1 FROM vault_core.uploads WHERE vault_id = ? AND document_id = ?
      """;

  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM vault_core.documents WHERE vault_id = v.id) AS count
        FROM vault_core.vaults v WHERE v.id = ? AND v.status <> 'closed'
      """;

  private static final String SOME =
      """
      SELECT d.id FROM vault_core.documents d
       WHERE d.vault_id = ?
         AND (EXISTS (SELECT FROM vault_core.document_versions v
                       WHERE v.vault_id = d.vault_id AND v.document_id = d.id)
              OR NOT EXISTS (SELECT FROM vault_core.class_changes c
                              WHERE c.vault_id = d.vault_id AND c.document_id = d.id))
       ORDER BY d.id LIMIT ?
      """;

  private static final String CLOSE =
      "UPDATE vault_core.vaults SET status = 'closed' WHERE id = ? AND status <> 'closed'";

  private final EngineWork engine;
  private final EraserWork eraser;
  private final Sql sql;
  private final Arming arming;
  private final ErasedRows rows;
  private final AuditLog log;

  @Inject
  Shredding(
      EngineWork engine, EraserWork eraser, Sql sql, Arming arming, ErasedRows rows, AuditLog log) {
    this.engine = engine;
    this.eraser = eraser;
    this.sql = sql;
    this.arming = arming;
    this.rows = rows;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Shredding() {
    engine = null;
    eraser = null;
    sql = null;
    arming = null;
    rows = null;
    log = null;
  }

  @Override
  public Set<OrderKind> kinds() {
    return Set.of(OrderKind.SHRED_DOCUMENT, OrderKind.SHRED_VAULT);
  }

  @Override
  public Step step(Order order) {
    boolean one = order.kind() == OrderKind.SHRED_DOCUMENT;
    var named = (one ? DOCUMENT : VAULT).matcher(order.subject());
    if (!named.matches()) {
      return new Step.Refused(
          one ? "name a document as VAULT/DOCUMENT, by their ids" : "name a vault by its id");
    }
    var vault = new VaultId(UUID.fromString(named.group(1)));
    return one
        ? document(order, vault, new DocumentId(UUID.fromString(named.group(2))))
        : vault(order, vault);
  }

  private Step document(Order order, VaultId vault, DocumentId document) {
    if (order.cursor().isEmpty()) {
      return engine.call(
          () -> {
            var id = document.value();
            if (sql.list(HAS_DOCUMENT, row -> 1, vault.value(), id, vault.value(), id).isEmpty()) {
              return new Step.Refused("there is no such document in this vault");
            }
            return refused(arming.pinned(vault, document))
                .orElseGet(() -> new Step.Erase(List.of(Thing.document(vault, id)), "remove", 1));
          });
    }
    eraser.run(() -> remove(vault, document.value()));
    return new Step.Done(1, "destroyed for good; copies of the database do not open it either");
  }

  private void remove(VaultId vault, UUID document) {
    if (rows.remove(vault, document)) {
      enter(vault, EventType.DOCUMENT_SHREDDED, Resource.of("document", document));
    }
  }

  private Step vault(Order order, VaultId vault) {
    if (order.cursor().isEmpty()) {
      return engine.call(
          () -> {
            var count = sql.find(COUNT, row -> row.number("count"), vault.value());
            if (count.isEmpty()) {
              return new Step.Refused("there is no such vault, or it was closed");
            }
            return arming.underWay(vault)
                ? new Step.Refused(
                    "a trigger of this vault is armed, or its release under way: its owner disarms"
                        + " it first, or it is over")
                : new Step.Erase(List.of(Thing.vault(vault)), "remove", count.get());
          });
    }
    List<UUID> some = engine.call(() -> sql.list(SOME, row -> row.uuid("id"), vault.value(), PAGE));
    if (!some.isEmpty()) {
      eraser.run(() -> some.forEach(document -> remove(vault, document)));
      return new Step.Further("remove", order.done() + some.size(), order.total());
    }
    eraser.run(() -> rows.removeKeys(vault));
    engine.run(
        () -> {
          if (sql.update(CLOSE, vault.value()) == 1) {
            enter(vault, EventType.VAULT_SHREDDED, Resource.of("vault", vault.value()));
          }
        });
    return new Step.Done(
        order.done(), "destroyed for good; copies of the database do not open it either");
  }

  private static Optional<Step> refused(Optional<Refusal> why) {
    return why.map(refusal -> new Step.Refused(refusal.detail()));
  }

  private void enter(VaultId vault, EventType type, Resource what) {
    log.append(Draft.of(Chain.of(vault), type, what, Actor.system("operator"), Map.of()));
  }
}
