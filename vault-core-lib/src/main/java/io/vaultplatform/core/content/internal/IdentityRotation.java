package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.orders.Order;
import io.vaultplatform.core.orders.OrderKind;
import io.vaultplatform.core.orders.Step;
import io.vaultplatform.core.orders.spi.OrderedWork;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.EraserWork;
import io.vaultplatform.core.store.PersonWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * New platform identities, vault by vault: made, every header of class A re-wrapped to it, and the
 * old ones destroyed once nothing names them.
 *
 * <p>A new identity is of the suite of the one before. In between the old ones open what was not
 * re-wrapped yet, and class C is still tried with all of them. Payloads are untouched, so whoever
 * had a file key before has it still. An upload under way that was made for an old identity keeps
 * that one until the next order.
 */
@ApplicationScoped
class IdentityRotation implements OrderedWork {
  private static final int PAGE = 50;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final String NEXT =
      """
      SELECT id, owner_id FROM vault_core.vaults
       WHERE id > ? AND status <> 'closed' ORDER BY id LIMIT 1
      """;

  private static final String ONE =
      "SELECT id, owner_id FROM vault_core.vaults WHERE id = ? AND status <> 'closed'";

  private static final String COUNT =
      "SELECT count(*) AS count FROM vault_core.vaults WHERE status <> 'closed'";

  private final EngineWork engine;
  private final PersonWork person;
  private final EraserWork eraser;
  private final Sql sql;
  private final PlatformIdentities identities;
  private final ClassAHeaders headers;
  private final DocumentRows documents;
  private final AuditLog log;

  @Inject
  IdentityRotation(
      EngineWork engine,
      PersonWork person,
      EraserWork eraser,
      Sql sql,
      PlatformIdentities identities,
      ClassAHeaders headers,
      DocumentRows documents,
      AuditLog log) {
    this.engine = engine;
    this.person = person;
    this.eraser = eraser;
    this.sql = sql;
    this.identities = identities;
    this.headers = headers;
    this.documents = documents;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  IdentityRotation() {
    engine = null;
    person = null;
    eraser = null;
    sql = null;
    identities = null;
    headers = null;
    documents = null;
    log = null;
  }

  @Override
  public Set<OrderKind> kinds() {
    return Set.of(OrderKind.ROTATE_IDENTITIES);
  }

  private record Owned(VaultId vault, AccountId owner) {}

  @Override
  public Step step(Order order) {
    boolean all = order.subject().equals("all");
    if (!all && !ID.matcher(order.subject()).matches()) {
      return new Step.Refused("name a vault by its id, or all");
    }
    if (order.cursor().isEmpty()) {
      var first = all ? next(new UUID(0, 0)) : one(new VaultId(UUID.fromString(order.subject())));
      long total = all ? engine.call(() -> sql.one(COUNT, row -> row.number("count"))) : 1;
      return first
          .<Step>map(owned -> new Step.Further("make " + owned.vault(), 0, total))
          .orElseGet(() -> new Step.Refused("there is no such vault"));
    }
    var words = order.cursor().get().split(" ", 2);
    var place = words[1].split(" ", 2);
    var vault = new VaultId(UUID.fromString(place[0]));
    var owned = one(vault);
    if (owned.isEmpty()) {
      return after(order, vault, all); // closed meanwhile
    }
    return switch (words[0]) {
      case "make" -> {
        make(order, owned.get());
        yield new Step.Further("wrap " + vault, order.done(), order.total());
      }
      case "wrap" -> {
        var from = place.length == 1 ? Optional.<String>empty() : Optional.of(place[1]);
        var last = person.as(owned.get().owner(), () -> headers.wrapPage(vault, from, PAGE));
        yield new Step.Further(
            last.map(at -> "wrap " + vault + " " + at).orElse("end " + vault),
            order.done(),
            order.total());
      }
      case "end" -> {
        destroyOld(owned.get());
        yield after(order, vault, all);
      }
      default -> throw new IllegalStateException("a cursor that nobody wrote");
    };
  }

  private Step after(Order order, VaultId vault, boolean all) {
    var next = all ? next(vault.value()) : Optional.<Owned>empty();
    long done = order.done() + 1;
    return next.<Step>map(owned -> new Step.Further("make " + owned.vault(), done, order.total()))
        .orElseGet(() -> new Step.Done(done, "vaults have new platform identities: " + done));
  }

  // Repeated after a crash, the order finds the identity that it made.
  private void make(Order order, Owned owned) {
    var vault = owned.vault();
    person.as(
        owned.owner(),
        () -> {
          documents.lockVault(vault);
          if (identities.newestMade(vault).isBefore(order.started())) {
            var suite = identities.recipient(vault).suite();
            enter(vault, EventType.PLATFORM_IDENTITY_MADE, identities.make(vault, suite));
          }
          return true;
        });
  }

  // Under the vault's lock, so that no offer is decided about meanwhile; nested, because the
  // eraser alone may remove.
  private void destroyOld(Owned owned) {
    var vault = owned.vault();
    person.as(
        owned.owner(),
        () -> {
          documents.lockVault(vault);
          for (var old : headers.unnamed(vault)) {
            eraser.run(
                () -> {
                  identities.remove(vault, old);
                  enter(vault, EventType.PLATFORM_IDENTITY_DESTROYED, AgeRecipient.parse(old));
                });
          }
          return true;
        });
  }

  private void enter(VaultId vault, EventType type, AgeRecipient recipient) {
    log.append(
        Draft.of(
            Chain.of(vault),
            type,
            Resource.of("vault", vault.value()),
            Actor.system("operator"),
            Map.of("platformRecipient", recipient.fingerprint())));
  }

  private Optional<Owned> next(UUID after) {
    return engine.call(() -> sql.find(NEXT, IdentityRotation::owned, after));
  }

  private Optional<Owned> one(VaultId vault) {
    return engine.call(() -> sql.find(ONE, IdentityRotation::owned, vault.value()));
  }

  private static Owned owned(io.vaultplatform.core.store.Row row) {
    return new Owned(new VaultId(row.uuid("id")), new AccountId(row.uuid("owner_id")));
  }
}
