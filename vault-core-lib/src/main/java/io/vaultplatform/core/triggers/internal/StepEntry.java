package io.vaultplatform.core.triggers.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.triggers.TriggerEvent;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the audit log says of a step. The release gate decides by these facts alone, so each entry
 * carries from, to, event and the deadline that now runs.
 */
final class StepEntry {
  private StepEntry() {}

  static Draft of(
      TriggerView after,
      TriggerState from,
      TriggerEvent event,
      Actor actor,
      Map<String, Object> more) {
    var facts = new HashMap<String, Object>(more);
    facts.put("trigger", after.trigger().toString());
    facts.put("epoch", after.epoch());
    facts.put("from", from.kind().text());
    facts.put("to", after.state().kind().text());
    facts.put("event", name(event));
    deadline(after.state()).ifPresent(time -> facts.put("deadline", time.toString()));
    if (after.state() instanceof TriggerState.Held held) {
      facts.put("why", held.why().text());
    }
    if (after.state() instanceof TriggerState.Executing executing) {
      facts.put("stage", executing.stage());
    }
    if (event instanceof TriggerEvent.Pause pause) {
      facts.put("until", pause.until().toString());
    }
    return Draft.of(
        Chain.of(after.vault()),
        type(from, event),
        Resource.of("trigger", after.trigger().value()),
        actor,
        facts);
  }

  private static EventType type(TriggerState from, TriggerEvent event) {
    return switch (event) {
      case TriggerEvent.Arm e -> EventType.TRIGGER_ARMED;
      case TriggerEvent.Disarm e -> EventType.TRIGGER_DISARMED;
      case TriggerEvent.Cancel e -> EventType.TRIGGER_CANCELLED;
      case TriggerEvent.Pause e -> EventType.TRIGGER_PAUSED;
      case TriggerEvent.CheckIn e -> EventType.CHECK_IN;
      case TriggerEvent.ChallengeByOwner e -> EventType.CHALLENGE_RECORDED;
      case TriggerEvent.ChallengeByContact e -> EventType.CHALLENGE_RECORDED;
      case TriggerEvent.Tick e ->
          from instanceof TriggerState.Paused
              ? EventType.TRIGGER_RESUMED
              : EventType.TRIGGER_STEPPED;
      case TriggerEvent.ReminderAccepted e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.EveryChannelFailed e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.SignalConfirmed e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.SignalRefused e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.NoticesAccepted e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.StageDone e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.Doubt e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.Cleared e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.Abort e -> EventType.TRIGGER_STEPPED;
      case TriggerEvent.Contest e -> EventType.TRIGGER_STEPPED;
    };
  }

  /** The event's name in the log and the history. */
  static String name(TriggerEvent event) {
    return switch (event) {
      case TriggerEvent.Arm e -> "arm";
      case TriggerEvent.Disarm e -> "disarm";
      case TriggerEvent.Cancel e -> "cancel";
      case TriggerEvent.Pause e -> "pause";
      case TriggerEvent.CheckIn e -> "check_in";
      case TriggerEvent.ReminderAccepted e -> "reminder_accepted";
      case TriggerEvent.EveryChannelFailed e -> "every_channel_failed";
      case TriggerEvent.SignalConfirmed e -> "signal_confirmed";
      case TriggerEvent.SignalRefused e -> "signal_refused";
      case TriggerEvent.NoticesAccepted e -> "notices_accepted";
      case TriggerEvent.ChallengeByOwner e -> "challenge_by_owner";
      case TriggerEvent.ChallengeByContact e -> "challenge_by_contact";
      case TriggerEvent.Tick e -> "tick";
      case TriggerEvent.StageDone e -> "stage_done";
      case TriggerEvent.Doubt e -> "doubt";
      case TriggerEvent.Cleared e -> "cleared";
      case TriggerEvent.Abort e -> "abort";
      case TriggerEvent.Contest e -> "contest";
    };
  }

  private static Optional<Instant> deadline(TriggerState state) {
    return switch (state) {
      case TriggerState.Armed armed -> Optional.of(armed.deadline());
      case TriggerState.Warned warned -> warned.graceEnds();
      case TriggerState.Verifying verifying -> Optional.of(verifying.answerBy());
      case TriggerState.Triggered triggered -> triggered.windowEnds();
      case TriggerState.Executing executing -> executing.windowEnds();
      case TriggerState.Paused paused -> Optional.of(paused.until());
      case TriggerState.Held held -> Optional.empty();
      case TriggerState.Resting resting -> Optional.empty();
    };
  }
}
