package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.Confirmation;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.core.release.TrusteeCases;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.triggers.LateAnswers;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.SignalSource;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows trustees their case and records their answers, in the engine's transactions. An answer that
 * comes when the trigger is already held for want of answers counts as well: what the late answers
 * lead to, {@link LateAnswers} decides.
 */
@ApplicationScoped
class TrusteeDesk implements TrusteeCases {
  private final EngineWork engine;
  private final Links links;
  private final Trustees trustees;
  private final Reach reach;
  private final Triggers triggers;
  private final EscrowRows rows;
  private final CaseRows cases;
  private final Gate gate;
  private final ReleaseLog log;
  private final KeyDirectory directory;
  private final Sql sql;

  @Inject
  TrusteeDesk(
      EngineWork engine,
      Links links,
      Trustees trustees,
      Reach reach,
      Triggers triggers,
      EscrowRows rows,
      CaseRows cases,
      Gate gate,
      ReleaseLog log,
      KeyDirectory directory,
      Sql sql) {
    this.engine = engine;
    this.links = links;
    this.trustees = trustees;
    this.reach = reach;
    this.triggers = triggers;
    this.rows = rows;
    this.cases = cases;
    this.gate = gate;
    this.log = log;
    this.directory = directory;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  TrusteeDesk() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** An arming that waits for this trustee's answer. */
  private record Open(EpochRow row, ReleasePolicy policy, Signed keys, TriggerView view) {}

  @Override
  public Outcome<Case> look(String token) {
    return trustees.holding(token).then(trustee -> engine.call(() -> shown(trustee)));
  }

  private Outcome<Case> shown(Trustee trustee) {
    var id = trustee.id().value();
    for (var open : open(trustee.vault(), id)) {
      var shares = rows.trusteeShares(open.row().epoch(), id);
      var question = question(open.view().state());
      if (!shares.isEmpty() && question.isPresent()) {
        return Outcome.done(
            new Case(
                trustee.vault(),
                open.row().owner(),
                open.row().ownerKey(),
                directory.history(open.row().owner()),
                reach.ownerAlias(trustee.vault()),
                id,
                open.row().policy(),
                open.row().shareSets(),
                open.keys(),
                shares,
                log.facts(trustee.vault(), open.row().epoch().trigger(), Optional.empty()),
                question.get().answerBy(),
                heldSince(open.view().state())));
      }
    }
    return nobodyAsked();
  }

  private static Optional<TriggerState.Verifying> question(TriggerState state) {
    return state instanceof TriggerState.Verifying verifying
        ? Optional.of(verifying)
        : LateAnswers.waiting(state);
  }

  private static Optional<Instant> heldSince(TriggerState state) {
    return state instanceof TriggerState.Held held ? Optional.of(held.since()) : Optional.empty();
  }

  // Newest arming last; a vault has few.
  private List<Open> open(VaultId vault, UUID trustee) {
    return rows.live(vault).stream()
        .flatMap(
            row -> {
              var policy = row.readPolicy();
              var keys = cases.keys(row.epoch());
              var view = triggers.find(new TriggerId(row.epoch().trigger()));
              return policy.trustee(trustee).isPresent() && keys.isPresent() && view.isPresent()
                  ? Optional.of(new Open(row, policy, keys.get(), view.get())).stream()
                  : java.util.stream.Stream.empty();
            })
        .toList();
  }

  @Override
  public Outcome<Answered> answer(String token, Signed statement) {
    // Entered after the transaction, in one of its own: within it they would take a second
    // connection while whoever uses the same link waits with another.
    var refused = new ArrayList<Runnable>();
    var answered =
        links.<Answered>use(token, LinkPurpose.TRUSTEE, link -> answer(link, statement, refused));
    refused.forEach(Runnable::run);
    return answered;
  }

  private Outcome<Answered> answer(Link link, Signed statement, List<Runnable> refused) {
    if (!(link.scope() instanceof io.vaultplatform.core.notify.Scope.OfVault(var vault))) {
      return nobodyAsked();
    }
    var trustee = link.subject();
    Outcome<Answered> last = nobodyAsked();
    for (var open : open(vault, trustee)) {
      var answered = verified(open, trustee, statement).then(c -> answer(open, c, statement));
      switch (answered) {
        case Outcome.Done<Answered> done -> {
          return done;
        }
        case Outcome.Refused<Answered>(var refusal) -> {
          refused.add(
              () -> log.answerRefused(vault, open.row().epoch().trigger(), trustee, refusal));
          last = Outcome.refused(refusal);
        }
      }
    }
    return last;
  }

  private Outcome<Confirmation> verified(Open open, UUID trustee, Signed statement) {
    var me = open.policy().trustee(trustee).orElseThrow();
    if (me.signing().equals(open.row().ownerKey())) {
      return Outcome.refused(
          Refusal.of(Refusal.Reason.FORBIDDEN, "Nobody confirms their own trigger."));
    }
    return Confirmation.verify(statement, me.signing())
        .then(
            confirmation -> {
              if (!confirmation.trustee().equals(trustee)) {
                return no("confirmation.trustee", "The statement is another trustee's.");
              }
              if (!confirmation.epoch().equals(open.policy().epoch())) {
                return no("confirmation.epoch", "The statement is about another epoch.");
              }
              if (!confirmation.policyHash().equals(open.policy().hash())) {
                return no("confirmation.policyHash", "The statement is about another policy.");
              }
              return confirmation.releaseKeysHash().equals(open.keys().bodyHash())
                  ? Outcome.done(confirmation)
                  : no(
                      "confirmation.releaseKeysHash",
                      "The statement was made for other release keys, of an earlier silence.");
            });
  }

  private Outcome<Answered> answer(Open open, Confirmation confirmation, Signed statement) {
    var trigger = new TriggerId(open.row().epoch().trigger());
    triggers.lock(trigger);
    var before = cases.answer(confirmation);
    if (before.isPresent()) {
      return before.get().decision() == confirmation.decision()
          ? Outcome.done(
              new Answered(
                  confirmation.decision(),
                  log.receipt(confirmation.epoch().vault(), before.get().entry())))
          : Outcome.refused(
              Refusal.Reason.CONFLICT,
              "confirmation.decision",
              "Another answer was recorded before.");
    }
    // Read again under the lock: a check-in may have come first.
    var now = triggers.find(trigger);
    var asking =
        now.filter(view -> view.epoch() == confirmation.epoch().number())
            .filter(view -> waitsFor(confirmation.decision(), view.state()));
    if (asking.isEmpty() || cases.keys(confirmation.epoch()).isEmpty()) {
      return nobodyAsked();
    }
    return gate.check(confirmation)
        .then(
            checked -> {
              var entry = log.answered(checked, statement);
              cases.add(checked, statement, entry.sequence(), sql.now());
              return record(asking.get(), checked)
                  .then(
                      recorded ->
                          Outcome.done(new Answered(checked.decision(), log.receipt(entry))));
            });
  }

  // Settled before anything is entered: a refusal after that would wait for its own log. A late yes
  // is taken, for
  // a product that proceeds may still lack shares; a late no is a challenge, which is another
  // thing.
  private static boolean waitsFor(Confirmation.Decision decision, TriggerState state) {
    return question(state).isPresent()
        || (state instanceof TriggerState.Triggered && decision == Confirmation.Decision.CONFIRM);
  }

  private Outcome<Recorded> record(TriggerView view, Confirmation confirmation) {
    var answer = answer(confirmation.trustee(), confirmation.decision());
    var held = LateAnswers.waiting(view.state());
    return held.isPresent() ? late(view, held.get(), confirmation) : signal(view.trigger(), answer);
  }

  // The answers of a hold wait in their rows until they decide; then each becomes a step, and all
  // of them commit together.
  private Outcome<Recorded> late(
      TriggerView view, TriggerState.Verifying held, Confirmation confirmation) {
    var late =
        cases.answers(confirmation.epoch(), confirmation.releaseKeysHash()).stream()
            .map(given -> answer(given.trustee(), given.decision()))
            .filter(given -> !held.confirmed().contains(given.by()))
            .filter(given -> !held.refused().contains(given.by()))
            .toList();
    return switch (LateAnswers.decide(view.plan(), held, late)) {
      case LateAnswers.Verdict.Waits() -> Outcome.done(new Recorded(view, false, Optional.empty()));
      case LateAnswers.Verdict.Decides(var signals) -> {
        // The one whose answer decided is named as whoever cleared it.
        var last =
            triggers.record(
                view.trigger(),
                TriggerEvent.Cleared::new,
                ReleaseLog.trustee(confirmation.trustee()));
        for (var signal : signals) {
          last = last.then(cleared -> signal(view.trigger(), signal));
        }
        yield last;
      }
    };
  }

  private Outcome<Recorded> signal(TriggerId trigger, LateAnswers.Answer answer) {
    return triggers.record(trigger, answer::signal, ReleaseLog.trustee(answer.by().value()));
  }

  private static LateAnswers.Answer answer(UUID trustee, Confirmation.Decision decision) {
    return new LateAnswers.Answer(
        new SignalSource(trustee),
        switch (decision) {
          case CONFIRM -> LateAnswers.Word.YES;
          case REFUSE -> LateAnswers.Word.NO;
        });
  }

  private static <T> Outcome<T> nobodyAsked() {
    return Outcome.refused(Refusal.of(Refusal.Reason.CONFLICT, "Nobody asks for your answer now."));
  }

  private static <T> Outcome<T> no(String field, String detail) {
    return Outcome.refused(Refusal.Reason.UNACCEPTABLE, field, detail);
  }
}
