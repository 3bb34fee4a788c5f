package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Digest;
import io.vaultplatform.core.store.Settings;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import io.vaultplatform.core.triggers.CheckInWay;
import io.vaultplatform.core.triggers.PastStep;
import io.vaultplatform.core.triggers.Plan;
import io.vaultplatform.core.triggers.Recorded;
import io.vaultplatform.core.triggers.Step;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerId;
import io.vaultplatform.core.triggers.TriggerJson;
import io.vaultplatform.core.triggers.TriggerMachine;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import io.vaultplatform.core.triggers.Triggers;
import io.vaultplatform.core.triggers.spi.EffectSink;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The service: locks a row, lets the machine decide, and commits what it decided. */
@Work
class TriggerDesk implements Triggers {
  /** As many as one answer can list. Requests at the same moment may pass it by a few. */
  static final int MOST = 1000;

  private final TriggerSettings settings;
  private final TriggerRows rows;
  private final AuditLog audit;
  private final Steps steps;

  @Inject
  TriggerDesk(Settings settings, Sql sql, AuditLog audit, @Any Instance<EffectSink> sinks) {
    this(TriggerSettings.of(settings), new TriggerRows(sql), audit, sinks);
  }

  TriggerDesk(
      TriggerSettings settings, TriggerRows rows, AuditLog audit, Iterable<EffectSink> sinks) {
    this.settings = settings;
    this.rows = rows;
    this.audit = audit;
    this.steps = new Steps(rows, audit, sinks);
  }

  // For the container's proxy, which never uses the fields.
  @SuppressWarnings("NullAway")
  TriggerDesk() {
    this.settings = null;
    this.rows = null;
    this.audit = null;
    this.steps = null;
  }

  @Override
  public Outcome<TriggerView> create(
      VaultId vault, TriggerId trigger, Map<String, ?> plan, Actor actor) {
    return TriggerJson.plan(plan, settings.minimumInterval())
        .then(accepted -> insert(vault, trigger, accepted, actor));
  }

  private Outcome<TriggerView> insert(VaultId vault, TriggerId trigger, Plan plan, Actor actor) {
    if (rows.count(vault) >= MOST) {
      return Outcome.refused(
          Refusal.of(
              Refusal.Reason.CONFLICT,
              "a vault keeps at most " + MOST + " triggers, those that are over included"));
    }
    if (!rows.insert(vault, trigger, settings.product(), plan)) {
      return unknown();
    }
    return drafted(vault, trigger, plan, actor);
  }

  @Override
  public Outcome<TriggerView> change(
      VaultId vault, TriggerId trigger, Map<String, ?> plan, long version, Actor actor) {
    var found = rows.lock(trigger).map(TriggerRow::view).filter(view -> view.vault().equals(vault));
    if (found.isEmpty()) {
      return unknown();
    }
    var view = found.get();
    if (view.version() != version) {
      return Outcome.refused(
          Refusal.of(Refusal.Reason.STALE, "the trigger was changed meanwhile; read it again"));
    }
    if (!(view.state() instanceof TriggerState.Draft)) {
      return Outcome.refused(
          Refusal.of(
              Refusal.Reason.CONFLICT,
              "the plan of a trigger that is "
                  + view.state().kind().text()
                  + " stands as it was signed; disarm it to change it"));
    }
    return TriggerJson.plan(plan, settings.minimumInterval())
        .then(
            accepted -> {
              rows.replan(view, accepted);
              return drafted(vault, trigger, accepted, actor);
            });
  }

  private Outcome<TriggerView> drafted(VaultId vault, TriggerId trigger, Plan plan, Actor actor) {
    var hash = Digest.sha256Hex(TriggerRows.text(plan).getBytes(StandardCharsets.UTF_8));
    audit.append(
        Draft.of(
            Chain.of(vault),
            EventType.PLAN_DRAFTED,
            Resource.of("trigger", trigger.value()),
            actor,
            Map.of("trigger", trigger.toString(), "planHash", hash)));
    return Outcome.done(find(trigger).orElseThrow());
  }

  @Override
  public List<TriggerView> list(VaultId vault) {
    return rows.list(vault).stream().map(TriggerRow::view).toList();
  }

  @Override
  public Optional<TriggerView> find(TriggerId trigger) {
    return rows.find(trigger).map(TriggerRow::view);
  }

  @Override
  public List<PastStep> history(TriggerId trigger, int limit) {
    return rows.history(trigger, Math.clamp(limit, 1, 500));
  }

  @Override
  public Outcome<Recorded> arm(
      TriggerId trigger, long epoch, String policyHash, String releaseListHash, Actor actor) {
    var found = rows.lock(trigger).map(TriggerRow::view);
    if (found.isPresent() && found.get().epoch() + 1 != epoch) {
      return Outcome.refused(
          Refusal.Reason.CONFLICT,
          "epoch",
          "the next epoch of this trigger is " + (found.get().epoch() + 1));
    }
    return found
        .map(
            view ->
                take(
                    view,
                    new TriggerEvent.Arm(rows.now()),
                    actor,
                    Map.of(
                        "policyHash", policyHash,
                        "releaseListHash", releaseListHash,
                        "plan", TriggerJson.toTree(view.plan()))))
        .orElseGet(TriggerDesk::unknown);
  }

  @Override
  public Outcome<Recorded> checkIn(TriggerId trigger, CheckInWay way, Actor actor) {
    return locked(
        trigger,
        view -> {
          var event = new TriggerEvent.CheckIn(rows.now());
          return take(view, event, actor, Map.of("way", way.text()))
              .then(recorded -> Outcome.done(checkedIn(recorded, view, way, event, actor)));
        });
  }

  private Recorded checkedIn(
      Recorded recorded, TriggerView view, CheckInWay way, TriggerEvent event, Actor actor) {
    // While paused a check-in changes nothing, and still is a sign of life that deserves its
    // receipt.
    var entry =
        recorded
            .entry()
            .orElseGet(
                () ->
                    audit.append(
                        StepEntry.of(view, view.state(), event, actor, Map.of("way", way.text()))));
    rows.checkedIn(recorded.view(), entry.sequence(), way, event.at());
    return new Recorded(recorded.view(), recorded.moved(), Optional.of(entry));
  }

  @Override
  public Outcome<Recorded> record(
      TriggerId trigger, Function<Instant, TriggerEvent> event, Actor actor) {
    return locked(trigger, view -> take(view, event.apply(rows.now()), actor, Map.of()));
  }

  @Override
  public void lock(TriggerId trigger) {
    rows.lock(trigger);
  }

  private Outcome<Recorded> locked(
      TriggerId trigger, Function<TriggerView, Outcome<Recorded>> act) {
    return rows.lock(trigger).map(TriggerRow::view).map(act).orElseGet(TriggerDesk::unknown);
  }

  private Outcome<Recorded> take(
      TriggerView view, TriggerEvent event, Actor actor, Map<String, Object> facts) {
    return switch (TriggerMachine.step(view.plan(), view.state(), event)) {
      case Step.Moved moved -> {
        var decided = new Steps.Decided(view, event, moved, actor, facts);
        var entry = steps.commit(decided);
        yield Outcome.done(new Recorded(decided.after(), true, Optional.of(entry)));
      }
      case Step.Stayed() -> Outcome.done(new Recorded(view, false, Optional.empty()));
      case Step.Refused(var refusal) -> Outcome.refused(refusal);
    };
  }

  private static <T> Outcome<T> unknown() {
    return Outcome.refused(
        Refusal.of(Refusal.Reason.NOT_FOUND, "there is no such vault or trigger here"));
  }
}
