package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Headers;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.Vault;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.escrow.Gate;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.escrow.Submission;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.people.Reach;
import io.vaultplatform.core.people.Recipients;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.core.release.ArmCheck;
import io.vaultplatform.core.release.Arming;
import io.vaultplatform.core.release.ListRule;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arms, in the owner's one transaction: the vault's row and the trigger's first, then what the
 * submission brings, the documents' headers, and last the trigger's own step, whose entry is the
 * arming's evidence.
 */
@Work
class ArmDesk implements Arming {
  private static final int PAGE = 200;

  private final Sql sql;
  private final EscrowRows rows;
  private final ProofRows proofs;
  private final Triggers triggers;
  private final Vaults vaults;
  private final Trustees trustees;
  private final Recipients recipients;
  private final Reach reach;
  private final KeyDirectory directory;
  private final Gate gate;
  private final ReleaseLog log;
  private final Tasks tasks;

  @Inject
  ArmDesk(
      Sql sql,
      EscrowRows rows,
      ProofRows proofs,
      Triggers triggers,
      Vaults vaults,
      Trustees trustees,
      Recipients recipients,
      Reach reach,
      KeyDirectory directory,
      Gate gate,
      ReleaseLog log,
      Tasks tasks) {
    this.sql = sql;
    this.rows = rows;
    this.proofs = proofs;
    this.triggers = triggers;
    this.vaults = vaults;
    this.trustees = trustees;
    this.recipients = recipients;
    this.reach = reach;
    this.directory = directory;
    this.gate = gate;
    this.log = log;
    this.tasks = tasks;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ArmDesk() {
    this(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  @Override
  public Outcome<Armed> arm(VaultId vaultId, TriggerId trigger, Submission submission) {
    return vaults
        .find(vaultId)
        .then(
            vault -> {
              vault.hold();
              return locked(vault, trigger).then(view -> arm(vault, view, submission));
            });
  }

  private Outcome<Armed> arm(Vault vault, TriggerView view, Submission submission) {
    var owner = vault.view().owner();
    var actor = Actor.user(owner);
    var key = key(owner);
    if (reach.owner(view.vault()).isEmpty()) {
      return refused(
          Refusal.Reason.CONFLICT, "address", "Confirm an address for reminders before arming.");
    }
    var checked = ArmCheck.check(submission, situation(vault, view, owner, key));
    if (checked instanceof Outcome.Refused<ArmCheck.Accepted>(var refusal)) {
      log.armRefused(view.vault(), view.trigger().value(), actor, refusal);
      return Outcome.refused(refusal);
    }
    // The headers are decided about before anything is entered: see Vault.exchange.
    return checked.then(
        parts ->
            vault
                .exchange(rewraps(submission), armed(parts.policy()))
                .then(
                    headers ->
                        draft(view, actor)
                            .then(
                                ready -> {
                                  rows.add(owner, key, parts.policy(), submission, sql.now());
                                  proofs.begin(parts.policy(), sql.now());
                                  headers.carryOut();
                                  return stepped(view, parts, actor);
                                })));
  }

  private Outcome<Armed> stepped(TriggerView view, ArmCheck.Accepted parts, Actor actor) {
    long epoch = parts.policy().epoch().number();
    return triggers
        .arm(view.trigger(), epoch, parts.policy().hash(), parts.list().hash(), actor)
        .then(
            recorded -> {
              tasks.gateLook(parts.policy().epoch(), view.product(), sql.now());
              return Outcome.done(new Armed(epoch, log.receipt(entry(recorded))));
            });
  }

  // Arming anew goes through a draft within this one transaction, so that the old shares are
  // destroyed and the
  // trigger is at no time without cover.
  private Outcome<TriggerView> draft(TriggerView view, Actor actor) {
    return switch (view.state()) {
      case TriggerState.Draft draft -> Outcome.done(view);
      case TriggerState.Live live -> disarmed(view, actor);
      case TriggerState.Paused paused -> disarmed(view, actor);
      case TriggerState.Held held -> disarmed(view, actor);
      case TriggerState.Executed executed -> ended(view);
      case TriggerState.Cancelled cancelled -> ended(view);
      case TriggerState.Rescinded rescinded -> ended(view);
    };
  }

  private Outcome<TriggerView> disarmed(TriggerView view, Actor actor) {
    return triggers
        .record(view.trigger(), TriggerEvent.Disarm::new, actor)
        .then(recorded -> Outcome.done(recorded.view()));
  }

  private static Outcome<TriggerView> ended(TriggerView view) {
    return refused(
        Refusal.Reason.CONFLICT,
        "trigger",
        "This trigger is " + view.state().kind().text() + ": make another one.");
  }

  private ArmCheck.Situation situation(
      Vault vault, TriggerView view, AccountId owner, VerificationKey key) {
    return new ArmCheck.Situation(
        owner,
        key,
        view,
        trustees.of(view.vault()),
        recipients.of(view.vault()),
        gate.keys(vault.view().suite()),
        log.origin(),
        stored(vault),
        rows.usedEscrows(view.vault()),
        rows.taken(view.vault()),
        rows.withAlonePaths(view.vault()));
  }

  private static Map<DocumentId, StoredDocument> stored(Vault vault) {
    var all = new LinkedHashMap<DocumentId, StoredDocument>();
    var after = Optional.<DocumentId>empty();
    while (true) {
      var page = vault.documents(after, PAGE);
      page.forEach(d -> all.put(d.item().document(), d));
      if (page.size() < PAGE) {
        return all;
      }
      after = Optional.of(page.getLast().item().document());
    }
  }

  private static List<Vault.Rewrap> rewraps(Submission submission) {
    return submission.headers().stream()
        .filter(h -> h.wraps().isPresent())
        .map(
            h -> {
              var wraps = h.wraps().orElseThrow();
              return new Vault.Rewrap(
                  Manifest.of(h.manifest().unverifiedBody()).item(),
                  new Headers(wraps.header().bytes(), wraps.metadataHeader().bytes()),
                  h.manifest());
            })
        .toList();
  }

  static ArmedEpoch armed(ReleasePolicy policy) {
    return new ArmedEpoch(
        policy.epoch().trigger(), policy.epoch().number(), Set.copyOf(policy.escrows()));
  }

  @Override
  public Outcome<Armed> list(VaultId vaultId, TriggerId trigger, Signed releaseList) {
    return vaults
        .find(vaultId)
        .then(
            vault -> {
              vault.hold();
              return locked(vault, trigger).then(view -> list(vault, view, releaseList));
            });
  }

  private Outcome<Armed> list(Vault vault, TriggerView view, Signed releaseList) {
    return running(view)
        .map(row -> list(vault, row, releaseList))
        .orElseGet(
            () ->
                refused(
                    Refusal.Reason.CONFLICT,
                    "trigger",
                    "This trigger is " + view.state().kind().text() + ": its list stands."));
  }

  private Outcome<Armed> list(Vault vault, EpochRow row, Signed signed) {
    return ListRule.replaces(signed, row.readList(), row.ownerKey(), stored(vault))
        .then(list -> taken(vault, row, signed, list));
  }

  /** The arming that still takes documents in. */
  private Optional<EpochRow> running(TriggerView view) {
    return rows.live(view.trigger().value()).filter(row -> ListRule.isOpen(view.state()));
  }

  private Outcome<Armed> taken(Vault vault, EpochRow row, Signed signed, ReleaseList list) {
    if (!rows.next(row, signed, list.version())) {
      return refused(
          Refusal.Reason.CONFLICT, "releaseList.version", "Another release list came first.");
    }
    var entry =
        log.listed(row.epoch(), Actor.user(vault.view().owner()), list.hash(), list.version());
    return Outcome.done(new Armed(row.epoch().number(), log.receipt(entry)));
  }

  @Override
  public Terms terms(Suite suite) {
    var keys = gate.keys(suite);
    return new Terms(keys.recipient(), keys.signing(), log.origin());
  }

  @Override
  public Outcome<Escrow> escrow(VaultId vaultId, TriggerId trigger) {
    return vaults
        .find(vaultId)
        .then(
            vault ->
                triggers
                    .find(trigger)
                    .filter(view -> view.vault().equals(vaultId))
                    .map(view -> escrow(view, vault.view().suite()))
                    .orElseGet(ArmDesk::unknown));
  }

  private Outcome<Escrow> escrow(TriggerView view, Suite suite) {
    var live = running(view);
    return Outcome.done(
        new Escrow(
            view.epoch(),
            live.isPresent(),
            live.map(EpochRow::policy),
            live.map(EpochRow::releaseList),
            terms(suite)));
  }

  private Outcome<TriggerView> locked(Vault vault, TriggerId trigger) {
    triggers.lock(trigger);
    return triggers
        .find(trigger)
        .filter(view -> view.vault().equals(vault.view().id()))
        .map(Outcome::done)
        .orElseGet(ArmDesk::unknown);
  }

  private VerificationKey key(AccountId owner) {
    return directory
        .find(owner)
        .map(published -> published.keys().signing())
        .orElseThrow(() -> new VaultException("account " + owner + " published no keys"));
  }

  private static io.vaultplatform.core.audit.Entry entry(Recorded recorded) {
    return recorded.entry().orElseThrow(() -> new IllegalStateException("arming is always a step"));
  }

  private static <T> Outcome<T> unknown() {
    return Outcome.refused(
        Refusal.of(Refusal.Reason.NOT_FOUND, "There is no such vault or trigger here."));
  }

  private static <T> Outcome<T> refused(Refusal.Reason reason, String field, String detail) {
    return Outcome.refused(reason, field, detail);
  }
}
