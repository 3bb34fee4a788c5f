package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.escrow.ReleasePolicy;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The live armings in which a trustee holds a share, with what the owner signed. */
@ApplicationScoped
class HeldArmings {
  private final EscrowRows rows;
  private final Triggers triggers;

  @Inject
  HeldArmings(EscrowRows rows, Triggers triggers) {
    this.rows = rows;
    this.triggers = triggers;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  HeldArmings() {
    this(null, null);
  }

  /** One of them. */
  record Held(EpochRow row, ReleasePolicy policy, ReleasePolicy.Trustee me, TriggerView view) {
    ProofRows.Key key() {
      return ProofRows.Key.of(row.epoch().vault(), me);
    }

    /** Whether nothing is asked of anybody: no question of a release is mixed with this one. */
    boolean isCalm() {
      return view.state() instanceof TriggerState.Armed
          || view.state() instanceof TriggerState.Warned
          || view.state() instanceof TriggerState.Paused;
    }
  }

  /** Of one trustee, whichever of their keys is named. */
  public List<Held> of(VaultId vault, UUID trustee) {
    return where(vault, trustee, key -> true);
  }

  /** In which this key is named. */
  public List<Held> of(ProofRows.Key key) {
    return where(key.vault(), key.trustee(), key::equals);
  }

  // A row that was edited is passed over: it stops nobody else's letter.
  private List<Held> where(VaultId vault, UUID trustee, Predicate<ProofRows.Key> wanted) {
    return rows.live(vault).stream()
        .flatMap(row -> held(row, trustee).stream())
        .filter(held -> wanted.test(held.key()))
        .toList();
  }

  private Optional<Held> held(EpochRow row, UUID trustee) {
    var policy = row.policyIfWhole();
    var me = policy.flatMap(p -> p.trustee(trustee));
    var view = triggers.find(new TriggerId(row.epoch().trigger()));
    return me.isPresent() && view.isPresent()
        ? Optional.of(new Held(row, policy.orElseThrow(), me.get(), view.get()))
        : Optional.empty();
  }

  /** Locks their triggers, always in one order, and before anything else is locked. */
  public void lock(List<Held> armings) {
    armings.stream()
        .map(held -> held.view().trigger())
        .sorted(Comparator.comparing(TriggerId::value))
        .forEach(triggers::lock);
  }
}
