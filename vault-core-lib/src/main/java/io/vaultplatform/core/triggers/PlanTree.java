package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as format {@code trigger-plan/v1}, member by member. */
final class PlanTree {
  private PlanTree() {}

  /** The tree of a plan. */
  static Map<String, Object> toTree(Plan plan) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("format", TriggerJson.PLAN_FORMAT);
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

  static Plan plan(Fields fields) {
    fields.format(TriggerJson.PLAN_FORMAT);
    if (!fields.text("type").equals(Condition.DeadManSwitch.TYPE)) {
      throw new FieldException(fields.where("type"), "must be " + Condition.DeadManSwitch.TYPE);
    }
    var reminders = fields.object("reminders");
    var condition =
        new Condition.DeadManSwitch(
            duration(fields, "interval"),
            duration(fields, "grace"),
            new Reminders(
                durations(reminders, "before"),
                duration(reminders, "every"),
                duration(reminders, "arriveWithin")));
    reminders.end();
    var uncertainty =
        switch (fields.text("uncertainty")) {
          case "hold" -> new Uncertainty.Hold();
          case "proceed" -> new Uncertainty.Proceed(duration(fields, "maxExtension"));
          // Not a closed type: any text can arrive here.
          default ->
              throw new FieldException(fields.where("uncertainty"), "must be hold or proceed");
        };
    var plan =
        new Plan(
            condition,
            number(fields, "signalsNeeded"),
            duration(fields, "verifyWithin"),
            duration(fields, "challengeWindow"),
            fields.objects("stages").stream().map(PlanTree::stage).toList(),
            uncertainty,
            number(fields, "trustees"),
            number(fields, "confirmations"),
            number(fields, "shares"));
    fields.end();
    return plan;
  }

  private static Plan.Stage stage(Fields fields) {
    var stage = new Plan.Stage(duration(fields, "window"));
    fields.end();
    return stage;
  }

  private static Duration duration(Fields fields, String name) {
    return duration(fields.where(name), fields.text(name));
  }

  private static Duration duration(String field, String text) {
    return IsoDuration.parse(text)
        .orElseThrow(
            () ->
                new FieldException(
                    field,
                    "must be an ISO-8601 duration of days or smaller, such as P7D or PT12H"));
  }

  private static List<Duration> durations(Fields fields, String name) {
    var all = new ArrayList<Duration>();
    for (var text : fields.texts(name)) {
      all.add(duration(fields.where(name) + "[" + all.size() + "]", text));
    }
    return all;
  }

  // The records say which numbers are sensible; here it only has to be one.
  private static int number(Fields fields, String name) {
    return (int) fields.number(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
