package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.escrow.Epoch;
import io.vaultplatform.core.notify.About;
import io.vaultplatform.core.notify.Scope;
import io.vaultplatform.core.notify.spi.Recheck;
import io.vaultplatform.core.release.ProofTerm;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Whether a letter about proofs still has its reason when its turn comes. */
@ApplicationScoped
class ProofRecheck implements Recheck {
  private final HeldArmings armings;
  private final ProofRows rows;
  private final Sql sql;

  @Inject
  ProofRecheck(HeldArmings armings, ProofRows rows, Sql sql) {
    this.armings = armings;
    this.rows = rows;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ProofRecheck() {
    this(null, null, null);
  }

  @Override
  public Verdict recheck(About about) {
    if (!(about.scope() instanceof Scope.OfVault(var vault))) {
      return new Verdict.Holds();
    }
    return switch (about.kind() + " " + about.occasion()) {
      case ProofLetters.TRUSTEE + " " + ProofLetters.PROOF ->
          isWanted(vault, about.subject())
              ? new Verdict.Holds()
              : new Verdict.Stale("the proof was given, or nothing is armed any more");
      case About.TRIGGER + " " + ProofLetters.SHORT ->
          rows.known(new Epoch(vault, about.subject(), (int) about.epoch())).isEmpty()
              ? new Verdict.Stale("enough proofs stand again")
              : new Verdict.Holds();
      // Occasions are words of many features, not a closed type: the others are not ours to judge.
      default -> new Verdict.Holds();
    };
  }

  private boolean isWanted(VaultId vault, UUID trustee) {
    var now = sql.now();
    return armings.of(vault, trustee).stream()
        .map(held -> rows.terms(held.policy()).get(trustee))
        .anyMatch(term -> term != null && term.standing(now) != ProofTerm.Standing.RECENT);
  }
}
