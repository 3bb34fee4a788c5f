package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import io.vaultplatform.core.escrow.ReleaseList;
import io.vaultplatform.core.release.ListRule;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells content which epochs a vault is armed with, so that a new document names the current one;
 * and judges the owner's list that comes with it, which content cannot read.
 */
@ApplicationScoped
class ArmedNow implements ArmedEpochs {
  private final EscrowRows rows;
  private final Triggers triggers;
  private final ReleaseLog log;

  @Inject
  ArmedNow(EscrowRows rows, Triggers triggers, ReleaseLog log) {
    this.rows = rows;
    this.triggers = triggers;
    this.log = log;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ArmedNow() {
    this(null, null, null);
  }

  @Override
  public List<ArmedEpoch> of(VaultId vault) {
    return open(vault).stream().map(row -> ArmDesk.armed(row.readPolicy())).toList();
  }

  @Override
  public boolean underWay(VaultId vault) {
    return !live(vault, ListRule::isUnderWay).isEmpty();
  }

  @Override
  public Optional<Refusal> judge(Joining joining) {
    return row(joining).map(row -> refusal(rule(joining, row))).orElseGet(ArmedNow::nothingRuns);
  }

  @Override
  public Optional<Refusal> pinned(VaultId vault, DocumentId document) {
    return rows.fixed(vault).stream()
        .filter(row -> row.readList().item(document).isPresent())
        .findFirst()
        .map(
            row ->
                Refusal.of(
                    Refusal.Reason.CONFLICT,
                    "document",
                    "The release list of trigger "
                        + row.epoch().trigger()
                        + " names this document with its headers as they are. While it is armed:"
                        + " disarm it, or arm it anew. After a release: put a new version."));
  }

  // The trigger's row is locked before its epoch is read: arming anew, disarming and a hand-over
  // come before all of this or after it.
  @Override
  public Optional<Refusal> take(Joining joining) {
    row(joining).ifPresent(row -> triggers.lock(new TriggerId(row.epoch().trigger())));
    return row(joining).map(row -> take(joining, row)).orElseGet(ArmedNow::nothingRuns);
  }

  private Optional<Refusal> take(Joining joining, EpochRow row) {
    return refusal(
        rule(joining, row)
            .then(
                list -> {
                  if (!rows.next(row, joining.releaseList(), list.version())) {
                    throw new IllegalStateException(
                        "the list of " + row.epoch() + " changed although its trigger is locked");
                  }
                  log.listed(row.epoch(), Actor.user(row.owner()), list.hash(), list.version());
                  return Outcome.done(list);
                }));
  }

  private static Outcome<ReleaseList> rule(Joining joining, EpochRow row) {
    return ListRule.joins(joining, row.readList(), row.ownerKey());
  }

  // Class B names its trigger; class C joins the one its list is made for.
  private Optional<EpochRow> row(Joining joining) {
    var open = open(joining.manifest().vault());
    return open.stream()
        .filter(row -> isOf(row, joining))
        .findFirst()
        .or(() -> open.stream().findFirst());
  }

  private static boolean isOf(EpochRow row, Joining joining) {
    var trigger = row.epoch().trigger();
    return joining
        .manifest()
        .escrow()
        .map(Manifest.EscrowNames::trigger)
        .map(trigger::equals)
        .orElseGet(
            () ->
                ReleaseList.verify(joining.releaseList(), row.ownerKey())
                        instanceof Outcome.Done<ReleaseList>(var list)
                    && list.epoch().trigger().equals(trigger));
  }

  private List<EpochRow> open(VaultId vault) {
    return live(vault, ListRule::isOpen);
  }

  private List<EpochRow> live(VaultId vault, Predicate<TriggerState> which) {
    return rows.live(vault).stream()
        .filter(
            row ->
                triggers
                    .find(new TriggerId(row.epoch().trigger()))
                    .map(TriggerView::state)
                    .filter(which)
                    .isPresent())
        .toList();
  }

  private static Optional<Refusal> refusal(Outcome<ReleaseList> outcome) {
    return switch (outcome) {
      case Outcome.Done<ReleaseList> done -> Optional.empty();
      case Outcome.Refused<ReleaseList>(var refusal) -> Optional.of(refusal);
    };
  }

  private static Optional<Refusal> nothingRuns() {
    return Optional.of(
        Refusal.of(
            Refusal.Reason.CONFLICT, "releaseList", "This vault is not armed, or no longer."));
  }
}
