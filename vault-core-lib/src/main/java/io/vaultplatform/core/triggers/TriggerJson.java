package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.triggers.TriggerState.Armed;
import io.vaultplatform.core.triggers.TriggerState.Cancelled;
import io.vaultplatform.core.triggers.TriggerState.Draft;
import io.vaultplatform.core.triggers.TriggerState.Executed;
import io.vaultplatform.core.triggers.TriggerState.Executing;
import io.vaultplatform.core.triggers.TriggerState.Held;
import io.vaultplatform.core.triggers.TriggerState.Paused;
import io.vaultplatform.core.triggers.TriggerState.Rescinded;
import io.vaultplatform.core.triggers.TriggerState.Triggered;
import io.vaultplatform.core.triggers.TriggerState.Verifying;
import io.vaultplatform.core.triggers.TriggerState.Warned;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans and states as trees for {@link io.vaultplatform.core.base.CanonicalJson}: formats {@code
 * trigger-plan/v1} and {@code trigger-state/v1}.
 *
 * <p>A plan is read as a proposal, so a flaw is a refusal naming its field. A state is only ever
 * read back from where we wrote it, so a flaw there is broken trust: resetting an unreadable state
 * could release.
 */
public final class TriggerJson {
  /** The format named by a plan. */
  public static final String PLAN_FORMAT = "vault/trigger-plan/v1";

  /** The format named by a state. */
  public static final String STATE_FORMAT = "vault/trigger-state/v1";

  private TriggerJson() {}

  /** The tree of a plan. */
  public static Map<String, Object> toTree(Plan plan) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", PLAN_FORMAT);
    tree.put("type", plan.condition().type());
    switch (plan.condition()) {
      case Condition.DeadManSwitch(var interval, var grace, var reminders) -> {
        tree.put("interval", IsoDuration.text(interval));
        tree.put("grace", IsoDuration.text(grace));
        tree.put(
            "reminders",
            Map.of(
                "before", reminders.before().stream().map(IsoDuration::text).toList(),
                "every", IsoDuration.text(reminders.every()),
                "arriveWithin", IsoDuration.text(reminders.arriveWithin())));
      }
    }
    tree.put("signalsNeeded", plan.signalsNeeded());
    tree.put("verifyWithin", IsoDuration.text(plan.verifyWithin()));
    tree.put("challengeWindow", IsoDuration.text(plan.challengeWindow()));
    tree.put(
        "stages",
        plan.stages().stream()
            .map(stage -> Map.of("window", IsoDuration.text(stage.window())))
            .toList());
    switch (plan.uncertainty()) {
      case Uncertainty.Hold() -> tree.put("uncertainty", "hold");
      case Uncertainty.Proceed(var maxExtension) -> {
        tree.put("uncertainty", "proceed");
        tree.put("maxExtension", IsoDuration.text(maxExtension));
      }
    }
    tree.put("trustees", plan.trustees());
    tree.put("confirmations", plan.confirmations());
    tree.put("shares", plan.shares());
    return tree;
  }

  /** The plan of a tree, whatever its length of time; for reading back what was accepted before. */
  public static Outcome<Plan> plan(Map<String, ?> tree) {
    try {
      return Outcome.done(plan(new Fields("", tree)));
    } catch (PlanFlaw flaw) {
      return Outcome.refused(flaw.refusal());
    }
  }

  /**
   * The plan somebody proposes.
   *
   * @param minimumInterval the floor under every duration
   */
  public static Outcome<Plan> plan(Map<String, ?> tree, Duration minimumInterval) {
    return plan(tree).then(plan -> plan.check(minimumInterval));
  }

  private static Plan plan(Fields fields) {
    if (!fields.text("format").equals(PLAN_FORMAT)) {
      throw fields.flaw("format", "must be " + PLAN_FORMAT);
    }
    if (!fields.text("type").equals(Condition.DeadManSwitch.TYPE)) {
      throw fields.flaw("type", "must be " + Condition.DeadManSwitch.TYPE);
    }
    var reminders = fields.object("reminders");
    var condition =
        new Condition.DeadManSwitch(
            fields.duration("interval"),
            fields.duration("grace"),
            new Reminders(
                reminders.durations("before"),
                reminders.duration("every"),
                reminders.duration("arriveWithin")));
    reminders.nothingElse();
    var uncertainty =
        switch (fields.text("uncertainty")) {
          case "hold" -> new Uncertainty.Hold();
          case "proceed" -> new Uncertainty.Proceed(fields.duration("maxExtension"));
          // Not a closed type: any text can arrive here.
          default -> throw fields.flaw("uncertainty", "must be hold or proceed");
        };
    var plan =
        new Plan(
            condition,
            fields.number("signalsNeeded"),
            fields.duration("verifyWithin"),
            fields.duration("challengeWindow"),
            fields.objects("stages").stream().map(TriggerJson::stage).toList(),
            uncertainty,
            fields.number("trustees"),
            fields.number("confirmations"),
            fields.number("shares"));
    fields.nothingElse();
    return plan;
  }

  private static Plan.Stage stage(Fields fields) {
    var stage = new Plan.Stage(fields.duration("window"));
    fields.nothingElse();
    return stage;
  }

  /** The tree of a state. */
  public static Map<String, Object> toTree(TriggerState state) {
    var tree = members(state);
    tree.put("format", STATE_FORMAT);
    return tree;
  }

  private static Map<String, Object> members(TriggerState state) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("state", state.kind().text());
    switch (state) {
      case Draft() -> {}
      case Armed(var since, var deadline, var nextReminder, var silent) -> {
        tree.put("since", since.toString());
        tree.put("deadline", deadline.toString());
        tree.put("nextReminder", nextReminder.toString());
        put(tree, "silent", silent);
      }
      case Warned(var since, var asked, var graceEnds, var nextReminder) -> {
        tree.put("since", since.toString());
        tree.put("asked", asked.toString());
        put(tree, "graceEnds", graceEnds);
        tree.put("nextReminder", nextReminder.toString());
      }
      case Verifying(
              var since,
              var silent,
              var answerBy,
              var extended,
              var confirmed,
              var refused) -> {
        tree.put("since", since.toString());
        tree.put("silent", silent.toString());
        tree.put("answerBy", answerBy.toString());
        tree.put("extended", extended);
        tree.put("confirmed", sorted(confirmed));
        tree.put("refused", sorted(refused));
      }
      case Triggered(var since, var asked, var windowEnds, var nextNotice) -> {
        tree.put("since", since.toString());
        tree.put("asked", asked.toString());
        put(tree, "windowEnds", windowEnds);
        tree.put("nextNotice", nextNotice.toString());
      }
      case Executing(var stage, var since, var windowEnds) -> {
        tree.put("stage", stage);
        tree.put("since", since.toString());
        put(tree, "windowEnds", windowEnds);
      }
      case Executed(var since) -> tree.put("since", since.toString());
      case Paused(var since, var until) -> {
        tree.put("since", since.toString());
        tree.put("until", until.toString());
      }
      case Held(var since, var why, var from) -> {
        tree.put("since", since.toString());
        tree.put("why", why.text());
        tree.put("from", members(from));
      }
      case Cancelled(var since) -> tree.put("since", since.toString());
      case Rescinded(var since) -> tree.put("since", since.toString());
    }
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, Optional<Instant> time) {
    time.ifPresent(value -> tree.put(name, value.toString()));
  }

  private static List<String> sorted(Set<SignalSource> sources) {
    return sources.stream().map(SignalSource::toString).sorted().toList();
  }

  /**
   * The state of a tree.
   *
   * @throws VaultException when the tree is not one that {@link #toTree(TriggerState)} makes
   */
  public static TriggerState state(Map<String, ?> tree) {
    try {
      var fields = new Fields("", tree);
      if (!fields.text("format").equals(STATE_FORMAT)) {
        throw fields.flaw("format", "must be " + STATE_FORMAT);
      }
      return state(fields);
    } catch (IllegalArgumentException flaw) {
      throw new VaultException(
          "a stored trigger state cannot be read; restore it, do not reset it", flaw);
    }
  }

  private static TriggerState state(Fields fields) {
    TriggerState state =
        switch (kind(fields)) {
          case DRAFT -> new Draft();
          case ARMED ->
              new Armed(
                  fields.instant("since"),
                  fields.instant("deadline"),
                  fields.instant("nextReminder"),
                  fields.optionalInstant("silent"));
          case WARNED ->
              new Warned(
                  fields.instant("since"),
                  fields.instant("asked"),
                  fields.optionalInstant("graceEnds"),
                  fields.instant("nextReminder"));
          case VERIFYING ->
              new Verifying(
                  fields.instant("since"),
                  fields.instant("silent"),
                  fields.instant("answerBy"),
                  fields.flag("extended"),
                  fields.sources("confirmed"),
                  fields.sources("refused"));
          case TRIGGERED ->
              new Triggered(
                  fields.instant("since"),
                  fields.instant("asked"),
                  fields.optionalInstant("windowEnds"),
                  fields.instant("nextNotice"));
          case EXECUTING ->
              new Executing(
                  fields.number("stage"),
                  fields.instant("since"),
                  fields.optionalInstant("windowEnds"));
          case EXECUTED -> new Executed(fields.instant("since"));
          case PAUSED -> new Paused(fields.instant("since"), fields.instant("until"));
          case HELD -> new Held(fields.instant("since"), why(fields), from(fields.object("from")));
          case CANCELLED -> new Cancelled(fields.instant("since"));
          case RESCINDED -> new Rescinded(fields.instant("since"));
        };
    fields.nothingElse();
    return state;
  }

  private static TriggerState.Kind kind(Fields fields) {
    var text = fields.text("state");
    for (var kind : TriggerState.Kind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw fields.flaw("state", "is none we know");
  }

  private static HoldReason why(Fields fields) {
    var text = fields.text("why");
    for (var why : HoldReason.values()) {
      if (why.text().equals(text)) {
        return why;
      }
    }
    throw fields.flaw("why", "is none we know");
  }

  private static TriggerState.Live from(Fields fields) {
    if (state(fields) instanceof TriggerState.Live live) {
      return live;
    }
    throw fields.flaw("state", "cannot be held");
  }
}
