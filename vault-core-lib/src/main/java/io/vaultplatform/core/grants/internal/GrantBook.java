package io.vaultplatform.core.grants.internal;

import static io.vaultplatform.core.base.Refusal.Reason.CONFLICT;
import static io.vaultplatform.core.base.Refusal.Reason.INVALID;
import static io.vaultplatform.core.base.Refusal.Reason.NOT_FOUND;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.grants.Condition;
import io.vaultplatform.core.grants.Grant;
import io.vaultplatform.core.grants.GrantDecision;
import io.vaultplatform.core.grants.GrantId;
import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.grants.Right;
import io.vaultplatform.core.grants.Target;
import io.vaultplatform.core.store.CurrentPrincipal;
import io.vaultplatform.core.store.Principal;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@link Grants}: each change with its entry in the log, in one transaction. */
@Work
class GrantBook implements Grants {
  /** As many as one answer can list. Requests at the same moment may pass it by a few. */
  static final int MOST = 1000;

  private final GrantRows rows;
  private final AuditLog log;
  private final CurrentPrincipal current;
  private final Sql sql;

  @Inject
  GrantBook(GrantRows rows, AuditLog log, CurrentPrincipal current, Sql sql) {
    this.rows = rows;
    this.log = log;
    this.current = current;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  GrantBook() {
    rows = null;
    log = null;
    current = null;
    sql = null;
  }

  @Override
  public Outcome<Given> give(VaultId vault, Wish wish) {
    var me = me();
    if (me.isEmpty() || !rows.owns(me.get(), vault)) {
      return Outcome.refused(NOT_FOUND, "vault", "There is no such vault of yours.");
    }
    if (!wish.what().vault().equals(vault)) {
      return Outcome.refused(INVALID, "what", "A grant is about something in its own vault.");
    }
    if (rows.count(vault) >= MOST) {
      return Outcome.refused(
          Refusal.of(
              CONFLICT, "A vault keeps at most " + MOST + " grants, those taken back included."));
    }
    var now = sql.now();
    Grant grant;
    try {
      grant =
          new Grant(
              new GrantId(Randomness.uuidV7(now)),
              me.get(),
              wish.who(),
              wish.what(),
              wish.right(),
              wish.from().orElse(now),
              wish.until(),
              wish.condition(),
              Optional.empty());
    } catch (FieldException e) {
      return new Outcome.Refused<>(e.refusal());
    }
    return promise(grant)
        .then(
            held ->
                rows.add(grant, held)
                    ? Outcome.done(
                        new Given(
                            grant,
                            log.receipt(
                                enter(grant, EventType.GRANT_GIVEN, Actor.user(grant.owner())))))
                    : Outcome.refused(INVALID, "who", "There is no such account."));
  }

  /**
   * Refuses what nothing would ever keep; otherwise whether the condition has come true already.
   */
  private Outcome<Boolean> promise(Grant grant) {
    var vault = grant.what().vault();
    if (!grant.right().hasEffect()) {
      return Outcome.refused(
          INVALID, "right", "Only see and open have an effect in this version; give one of these.");
    }
    switch (grant.what()) {
      case Target.Everything everything -> {}
      case Target.Document(var of, var document) -> {
        if (!rows.hasDocument(of, document)) {
          return Outcome.refused(INVALID, "what.id", "There is no such document in this vault.");
        }
      }
      case Target.Share share -> {
        return Outcome.refused(
            INVALID,
            "what.kind",
            "A share is seen by its trustee alone: grants have no effect on it.");
      }
    }
    return switch (grant.condition()) {
      case Condition.Now now -> Outcome.done(false);
      case Condition.AfterRelease(var trigger) -> after(vault, trigger);
    };
  }

  // The trigger's row stays locked until the grant is there: a release that ends meanwhile either
  // finds the grant or is found by it.
  private Outcome<Boolean> after(VaultId vault, UUID trigger) {
    var status = rows.lockTrigger(vault, trigger);
    if (status.isEmpty()) {
      return Outcome.refused(INVALID, "afterRelease", "There is no such trigger in this vault.");
    }
    if (status.get().equals("cancelled") || status.get().equals("rescinded")) {
      return Outcome.refused(
          CONFLICT, "afterRelease", "This trigger has ended and will not be released.");
    }
    return Outcome.done(status.get().equals("executed"));
  }

  @Override
  public Outcome<Given> revoke(VaultId vault, GrantId id) {
    var me = me();
    var grant =
        rows.find(vault, id).filter(found -> me.isPresent() && found.owner().equals(me.get()));
    if (grant.isEmpty()) {
      return Outcome.refused(NOT_FOUND, "grant", "There is no such grant of yours.");
    }
    // The entry first, for it takes the log's head: a release takes the head with its step and then
    // the grants that wait for it, and two orders would be a deadlock. The second time changes
    // nothing; it is entered again, so that there is a receipt to give.
    var entry = enter(grant.get(), EventType.GRANT_REVOKED, Actor.user(grant.get().owner()));
    rows.revoke(vault, id);
    return Outcome.done(new Given(rows.find(vault, id).orElseThrow(), log.receipt(entry)));
  }

  @Override
  public void erased(VaultId vault, UUID document) {
    // Entries first, as when a grant is taken back.
    for (var grant : rows.on(vault, document)) {
      enter(grant, EventType.GRANT_REVOKED, Actor.user(grant.owner()));
      rows.revoke(vault, grant.id());
    }
  }

  @Override
  public List<Grant> list(VaultId vault) {
    return rows.list(vault).grants();
  }

  @Override
  public GrantDecision decide(AccountId owner, Right right, Target what) {
    var me = me();
    if (me.isEmpty()) {
      return new GrantDecision.Refused(Optional.empty(), "refused: sign in first");
    }
    var seen = rows.list(what.vault());
    return GrantDecision.decide(
        new GrantDecision.Question(me.get(), right, what),
        owner,
        seen.grants(),
        seen.released(),
        sql.now());
  }

  @Override
  public void released(VaultId vault, UUID trigger) {
    // The owner gave these with their condition; now they hold, and the log says since when.
    for (var grant : rows.released(vault, trigger)) {
      enter(grant, EventType.GRANT_GIVEN, new Actor(Actor.Kind.TRIGGER, trigger.toString()));
    }
  }

  private Entry enter(Grant grant, EventType type, Actor actor) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("right", grant.right().text());
    facts.put("grantee", grant.who().toString());
    facts.put("what", GrantRows.kind(grant.what()));
    facts.put("subject", GrantRows.subject(grant.what()).toString());
    facts.put("from", grant.from().toString());
    grant.until().ifPresent(until -> facts.put("until", until.toString()));
    if (grant.condition() instanceof Condition.AfterRelease(var trigger)) {
      facts.put("afterRelease", trigger.toString());
    }
    return log.append(
        Draft.of(
            Chain.of(grant.what().vault()),
            type,
            Resource.of("grant", grant.id().value()),
            actor,
            facts));
  }

  private Optional<AccountId> me() {
    return current.get() instanceof Principal.Person(var account)
        ? Optional.of(account)
        : Optional.empty();
  }
}
