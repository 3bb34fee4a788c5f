package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.LinkState;
import io.vaultplatform.core.notify.LinkToken;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The rows behind {@link Links}. Whoever holds a link has no account: looking and using run as the
 * engine.
 */
@ApplicationScoped
class LinkDesk implements Links {
  private static final String CREATE =
      """
      INSERT INTO vault_core.links (token_hash, id, purpose, vault_id, account_id, subject_id, expires_at, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String WITHDRAW =
      """
      UPDATE vault_core.links SET withdrawn_at = clock_timestamp()
       WHERE purpose = ? AND subject_id = ? AND withdrawn_at IS NULL AND used_at IS NULL
      """;

  private static final String LOOK =
      """
      SELECT id, purpose, vault_id, account_id, subject_id, created_at, expires_at, used_at, withdrawn_at
        FROM vault_core.links WHERE token_hash = ?
      """;

  private static final String USED =
      """
      UPDATE vault_core.links SET used_at = ? WHERE id = ? AND used_at IS NULL
      """;

  private final Sql sql;
  private final EngineWork engine;
  private final AuditLog audit;

  @Inject
  LinkDesk(Sql sql, EngineWork engine, AuditLog audit) {
    this.sql = sql;
    this.engine = engine;
    this.audit = audit;
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  LinkDesk() {
    this(null, null, null);
  }

  /** What a token leads to: a link, good or not, or nothing at all. */
  private sealed interface Found {
    record Good(Link link, Instant now) implements Found {}

    record Bad(Optional<Link> link, String why) implements Found {}
  }

  @Override
  @Transactional(value = Transactional.TxType.MANDATORY, rollbackOn = Exception.class)
  public LinkToken create(LinkPurpose purpose, Scope scope, UUID subject, Instant expiresAt) {
    var token = LinkToken.of(Randomness.bytes(LinkToken.BYTES));
    var now = sql.now();
    sql.update(
        CREATE,
        token.hash(),
        Randomness.uuidV7(now),
        purpose.path(),
        ScopeColumns.vault(scope),
        ScopeColumns.account(scope),
        subject,
        expiresAt,
        now);
    return token;
  }

  @Override
  @Transactional(value = Transactional.TxType.MANDATORY, rollbackOn = Exception.class)
  public void withdraw(LinkPurpose purpose, UUID subject) {
    sql.update(WITHDRAW, purpose.path(), subject);
  }

  @Override
  public Optional<Link> look(String token, LinkPurpose purpose) {
    return switch (engine.<Found>call(() -> find(token, purpose, ""))) {
      case Found.Good(var link, var now) -> Optional.of(link);
      case Found.Bad bad -> Optional.empty();
    };
  }

  @Override
  public <T> Outcome<T> use(String token, LinkPurpose purpose, Function<Link, Outcome<T>> act) {
    // The entry about a bad link follows the transaction: it is one of its own, and must not wait
    // for our row lock.
    var bad = new Found.Bad[1];
    var outcome = engine.<Outcome<T>>call(() -> useIn(token, purpose, act, bad));
    if (bad[0] != null) {
      refused(bad[0], purpose);
    }
    return outcome;
  }

  private <T> Outcome<T> useIn(
      String token, LinkPurpose purpose, Function<Link, Outcome<T>> act, Found.Bad[] bad) {
    return switch (find(token, purpose, " FOR UPDATE")) {
      case Found.Good(var link, var now) -> {
        var outcome = act.apply(link);
        if (outcome instanceof Outcome.Done<T> && purpose.uses() == LinkPurpose.Uses.ONE) {
          sql.updateOne(USED, now, link.id());
        }
        yield outcome;
      }
      case Found.Bad found -> {
        bad[0] = found;
        yield Outcome.refused(Refusal.of(Reason.GONE, REFUSAL));
      }
    };
  }

  private Found find(String text, LinkPurpose purpose, String lock) {
    var token = LinkToken.parse(text);
    if (token.isEmpty()) {
      return new Found.Bad(Optional.empty(), "malformed");
    }
    var now = sql.now();
    return sql.find(LOOK + lock, row -> found(row, purpose, now), token.get().hash())
        .orElseGet(() -> new Found.Bad(Optional.empty(), "unknown"));
  }

  private static Found found(Row row, LinkPurpose purpose, Instant now) {
    var link =
        new Link(
            row.uuid("id"),
            purpose(row.text("purpose")),
            ScopeColumns.of(row),
            row.uuid("subject_id"),
            row.instant("created_at"),
            row.instant("expires_at"),
            row.findInstant("used_at"));
    if (link.purpose() != purpose) {
      return new Found.Bad(Optional.of(link), "foreign");
    }
    if (row.findInstant("withdrawn_at").isPresent()) {
      return new Found.Bad(Optional.of(link), "withdrawn");
    }
    return switch (link.stateAt(now)) {
      case LinkState.VALID -> new Found.Good(link, now);
      case LinkState.EXPIRED -> new Found.Bad(Optional.of(link), "expired");
      case LinkState.USED -> new Found.Bad(Optional.of(link), "used");
    };
  }

  private static LinkPurpose purpose(String text) {
    for (var purpose : LinkPurpose.values()) {
      if (purpose.path().equals(text)) {
        return purpose;
      }
    }
    throw new IllegalStateException("the purpose of a stored link is not in the closed set");
  }

  private void refused(Found.Bad bad, LinkPurpose purpose) {
    var chain =
        bad.link().map(link -> ScopeColumns.chain(link.scope())).orElseGet(Chain::ofPlatform);
    var resource =
        bad.link()
            .map(link -> Resource.of("link", link.id()))
            .orElseGet(() -> new Resource("link", "-"));
    audit.refuse(
        Draft.of(
            chain,
            EventType.LINK_REFUSED,
            resource,
            Actor.anonymous(),
            Map.of("why", bad.why(), "purpose", purpose.path())));
  }
}
