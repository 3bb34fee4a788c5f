package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.release.GroupProofs;
import io.vaultplatform.core.release.ProofReport;
import io.vaultplatform.core.release.ProofTerm;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Shows an owner the proofs, as their principal: what is another's is not found. */
@Work
class OwnersProofs implements ProofReport {
  private final Triggers triggers;
  private final EscrowRows escrow;
  private final ProofRows rows;
  private final Sql sql;

  @Inject
  OwnersProofs(Triggers triggers, EscrowRows escrow, ProofRows rows, Sql sql) {
    this.triggers = triggers;
    this.escrow = escrow;
    this.rows = rows;
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  OwnersProofs() {
    this(null, null, null, null);
  }

  @Override
  public Outcome<Proofs> of(VaultId vault, TriggerId trigger) {
    return triggers
        .find(trigger)
        .filter(view -> view.vault().equals(vault))
        .map(view -> Outcome.done(proofs(trigger)))
        .orElseGet(
            () ->
                Outcome.refused(
                    Refusal.of(
                        Refusal.Reason.NOT_FOUND, "There is no such vault or trigger here.")));
  }

  private Proofs proofs(TriggerId trigger) {
    return escrow
        .live(trigger.value())
        .map(row -> proofs(row.readPolicy()))
        .orElseGet(() -> new Proofs(List.of(), List.of()));
  }

  private Proofs proofs(ReleasePolicy policy) {
    var now = sql.now();
    var terms = rows.terms(policy);
    var statements = rows.statements(policy);
    return new Proofs(
        policy.trustees().stream()
            .flatMap(trustee -> one(trustee.id(), terms, statements, now).stream())
            .toList(),
        GroupProofs.counted(policy, terms, now));
  }

  private static Optional<OfTrustee> one(
      UUID trustee, Map<UUID, ProofTerm> terms, Map<UUID, Signed> statements, Instant now) {
    return Optional.ofNullable(terms.get(trustee))
        .map(
            term ->
                new OfTrustee(
                    trustee,
                    term.standing(now),
                    term.provedAt(),
                    term.due(),
                    Optional.ofNullable(statements.get(trustee))));
  }
}
