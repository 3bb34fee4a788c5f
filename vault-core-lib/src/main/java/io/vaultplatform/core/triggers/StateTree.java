package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.Fields;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A state as format {@code trigger-state/v1}, member by member. */
final class StateTree {
  private StateTree() {}

  /** The tree of a state. */
  static Map<String, Object> toTree(TriggerState state) {
    var tree = members(state);
    tree.put("format", TriggerJson.STATE_FORMAT);
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

  static TriggerState state(Fields fields) {
    TriggerState state =
        switch (kind(fields)) {
          case DRAFT -> new Draft();
          case ARMED ->
              new Armed(
                  fields.instant("since"),
                  fields.instant("deadline"),
                  fields.instant("nextReminder"),
                  optionalInstant(fields, "silent"));
          case WARNED ->
              new Warned(
                  fields.instant("since"),
                  fields.instant("asked"),
                  optionalInstant(fields, "graceEnds"),
                  fields.instant("nextReminder"));
          case VERIFYING ->
              new Verifying(
                  fields.instant("since"),
                  fields.instant("silent"),
                  fields.instant("answerBy"),
                  fields.flag("extended"),
                  sources(fields, "confirmed"),
                  sources(fields, "refused"));
          case TRIGGERED ->
              new Triggered(
                  fields.instant("since"),
                  fields.instant("asked"),
                  optionalInstant(fields, "windowEnds"),
                  fields.instant("nextNotice"));
          case EXECUTING ->
              new Executing(
                  (int) fields.number("stage", 1, Plan.MOST_STAGES),
                  fields.instant("since"),
                  optionalInstant(fields, "windowEnds"));
          case EXECUTED -> new Executed(fields.instant("since"));
          case PAUSED -> new Paused(fields.instant("since"), fields.instant("until"));
          case HELD -> new Held(fields.instant("since"), why(fields), from(fields.object("from")));
          case CANCELLED -> new Cancelled(fields.instant("since"));
          case RESCINDED -> new Rescinded(fields.instant("since"));
        };
    fields.end();
    return state;
  }

  private static TriggerState.Kind kind(Fields fields) {
    var text = fields.text("state");
    for (var kind : TriggerState.Kind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new FieldException(fields.where("state"), "is none we know");
  }

  private static HoldReason why(Fields fields) {
    var text = fields.text("why");
    for (var why : HoldReason.values()) {
      if (why.text().equals(text)) {
        return why;
      }
    }
    throw new FieldException(fields.where("why"), "is none we know");
  }

  private static TriggerState.Live from(Fields fields) {
    if (state(fields) instanceof TriggerState.Live live) {
      return live;
    }
    throw new FieldException(fields.where("state"), "cannot be held");
  }

  private static Optional<Instant> optionalInstant(Fields fields, String name) {
    return fields.has(name) ? Optional.of(fields.instant(name)) : Optional.empty();
  }

  private static Set<SignalSource> sources(Fields fields, String name) {
    return fields.texts(name).stream()
        .map(text -> new SignalSource(UUID.fromString(text)))
        .collect(Collectors.toSet());
  }
}
