package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.TrusteeChallenge;
import io.vaultplatform.core.escrow.TrusteeProof;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.notify.Link;
import io.vaultplatform.core.notify.LinkPurpose;
import io.vaultplatform.core.notify.Links;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.people.Trustee;
import io.vaultplatform.core.people.Trustees;
import io.vaultplatform.core.release.TrusteeProofs;
import io.vaultplatform.core.store.EngineWork;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Challenges trustees and takes their proofs, in the engine's transactions. */
@ApplicationScoped
class ProofDesk implements TrusteeProofs {
  /** How long a challenge may be answered. */
  static final Duration OPEN = Duration.ofHours(1);

  // One that has half its time left is given again, so that asking twice takes nothing from
  // anybody.
  private static final Duration GIVEN_AGAIN = OPEN.dividedBy(2);
  // One proof of an arming in a day: the log is no place to fill.
  private static final Duration AGAIN = Duration.ofDays(1);

  private final EngineWork engine;
  private final Links links;
  private final Trustees trustees;
  private final HeldArmings armings;
  private final EscrowRows escrow;
  private final ProofRows rows;
  private final ProofWarnings warnings;
  private final ReleaseLog log;
  private final KeyDirectory directory;
  private final Sql sql;

  @Inject
  ProofDesk(
      EngineWork engine,
      Links links,
      Trustees trustees,
      HeldArmings armings,
      EscrowRows escrow,
      ProofRows rows,
      ProofWarnings warnings,
      ReleaseLog log,
      KeyDirectory directory,
      Sql sql) {
    this.engine = engine;
    this.links = links;
    this.trustees = trustees;
    this.armings = armings;
    this.escrow = escrow;
    this.rows = rows;
    this.warnings = warnings;
    this.log = log;
    this.directory = directory;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ProofDesk() {
    this(null, null, null, null, null, null, null, null, null, null);
  }

  @Override
  public Outcome<Optional<Standing>> standing(String token) {
    return trustees.holding(token).then(trustee -> engine.call(() -> standing(trustee)));
  }

  // Of several keys the one that is due first: the others are asked for by it, too.
  private Outcome<Optional<Standing>> standing(Trustee trustee) {
    var now = sql.now();
    var id = trustee.id().value();
    return Outcome.done(
        armings.of(trustee.vault(), id).stream()
            .map(held -> rows.terms(held.policy()).get(id))
            .filter(Objects::nonNull)
            .map(term -> new Standing(term.standing(now), term.provedAt(), term.due()))
            .min(Comparator.comparing(Standing::due)));
  }

  @Override
  public Outcome<Case> challenge(String token) {
    return trustees.holding(token).then(trustee -> engine.call(() -> challenged(trustee)));
  }

  private Outcome<Case> challenged(Trustee trustee) {
    var held = armings.of(trustee.vault(), trustee.id().value());
    armings.lock(held);
    var asked = held.stream().flatMap(one -> asked(one, trustee).stream()).toList();
    if (asked.isEmpty()) {
      return nothingHeld();
    }
    var row = held.getFirst().row();
    return Outcome.done(
        new Case(
            trustee.vault(),
            row.owner(),
            directory.history(row.owner()),
            trustee.id().value(),
            asked));
  }

  // Only to the key that the policy names and the trustee published: what anybody else could open
  // would show nothing.
  private Optional<Arming> asked(HeldArmings.Held held, Trustee trustee) {
    var key =
        trustee
            .keys()
            .flatMap(keys -> keys.recipient().of(held.policy().suite()))
            .filter(found -> found.fingerprint().equals(held.me().fingerprint()));
    if (key.isEmpty() || rows.lock(held.key()).isEmpty()) {
      return Optional.empty();
    }
    var now = sql.now();
    var epoch = held.row().epoch();
    var before = rows.proof(epoch, held.me().id());
    var open = before.flatMap(ProofRows.Proof::challenge);
    boolean justProved =
        before
            .flatMap(ProofRows.Proof::provedAt)
            .filter(at -> now.isBefore(at.plus(AGAIN)))
            .isPresent();
    if (!justProved && open.filter(c -> now.isBefore(c.at().plus(GIVEN_AGAIN))).isEmpty()) {
      var fresh = TrusteeChallenge.fresh(held.policy(), held.me().id());
      open =
          Optional.of(new ProofRows.Challenge(fresh.hash(), fresh.sealed(key.orElseThrow()), now));
      rows.challenge(epoch, held.key(), open.get());
    }
    return Optional.of(
        new Arming(
            epoch.trigger(),
            held.row().ownerKey(),
            held.row().policy(),
            held.row().shareSets(),
            escrow.trusteeShares(epoch, held.me().id()),
            justProved ? Optional.empty() : open.map(ProofRows.Challenge::file)));
  }

  @Override
  public Outcome<Proved> prove(String token, Signed statement) {
    // Entered after the transaction, in one of its own, as with answers.
    var refused = new ArrayList<Runnable>();
    var taken =
        links.<Proved>use(token, LinkPurpose.TRUSTEE, link -> prove(link, statement, refused));
    refused.forEach(Runnable::run);
    return taken;
  }

  private Outcome<Proved> prove(Link link, Signed statement, List<Runnable> refused) {
    if (!(link.scope() instanceof Scope.OfVault(var vault))) {
      return nothingHeld();
    }
    var trustee = link.subject();
    var all = armings.of(vault, trustee);
    armings.lock(all);
    var claimed = TrusteeProof.claimedTrigger(statement);
    return all.stream()
        .filter(held -> claimed.equals(Optional.of(held.row().epoch().trigger())))
        .findFirst()
        .map(held -> prove(vault, held, all, statement, refused))
        .orElseGet(ProofDesk::nothingHeld);
  }

  private Outcome<Proved> prove(
      VaultId vault,
      HeldArmings.Held held,
      List<HeldArmings.Held> all,
      Signed statement,
      List<Runnable> refused) {
    var outcome = proved(held, all, statement);
    if (outcome instanceof Outcome.Refused<Proved>(var refusal)) {
      UUID trigger = held.row().epoch().trigger();
      refused.add(() -> log.proofRefused(vault, trigger, held.me().id(), refusal));
    }
    return outcome;
  }

  private Outcome<Proved> proved(
      HeldArmings.Held held, List<HeldArmings.Held> all, Signed statement) {
    var term = rows.lock(held.key());
    var now = sql.now();
    var epoch = held.row().epoch();
    var open =
        rows.proof(epoch, held.me().id())
            .flatMap(ProofRows.Proof::challenge)
            .filter(challenge -> now.isBefore(challenge.at().plus(OPEN)));
    if (open.isEmpty() || term.isEmpty()) {
      return Outcome.refused(
          Refusal.Reason.CONFLICT,
          "proof.challenge",
          "No challenge of yours waits for an answer: ask for one, and answer it once, within the"
              + " hour.");
    }
    var wanted =
        new TrusteeProof.Wanted(
            held.policy(),
            held.me().id(),
            open.get().hash(),
            escrow.trusteeShares(epoch, held.me().id()),
            now);
    return TrusteeProof.check(statement, wanted)
        .then(proof -> Outcome.done(taken(held, all, term.get(), proof, statement, now)));
  }

  private Proved taken(
      HeldArmings.Held held,
      List<HeldArmings.Held> all,
      ProofRows.Term term,
      TrusteeProof proof,
      Signed statement,
      Instant now) {
    var next = term.term().proved(now);
    rows.save(term.key(), next, next.look(now).next());
    all.stream()
        .filter(HeldArmings.Held::isCalm)
        .filter(other -> other.key().equals(held.key()))
        .forEach(other -> warnings.assess(other, now));
    var entry = log.proved(proof, statement);
    rows.proved(
        proof.epoch(), proof.trustee(), proof.challenge(), statement, entry.sequence(), now);
    return new Proved(now, next.due(), log.receipt(entry));
  }

  private static <T> Outcome<T> nothingHeld() {
    return Outcome.refused(
        Refusal.of(
            Refusal.Reason.CONFLICT, "No share of yours is armed now: there is nothing to prove."));
  }
}
