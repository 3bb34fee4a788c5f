package io.vaultplatform.witness.api;

import io.vaultplatform.core.triggers.PastStep;
import io.vaultplatform.core.triggers.TriggerJson;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.TriggerView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A trigger as the API shows it. */
@Schema(name = "Trigger", description = "Where a trigger stands, and what happens when")
public record TriggerItem(
    @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The trigger's id")
        UUID trigger,
    @Schema(
            description =
                "draft, armed, warned, verifying, triggered, executing, executed, paused, held,"
                    + " cancelled or rescinded",
            examples = "armed")
        String state,
    @Schema(description = "Why it is held", examples = "not_reached") Optional<String> why,
    @Schema(examples = "witness-vault", description = "Whose trigger it is") String product,
    @Schema(description = "How often it was armed; the next arming names one more", examples = "1")
        long epoch,
    @Schema(description = "The plan (trigger-plan/v1)", examples = TriggersResource.PLAN)
        Map<String, Object> plan,
    @Schema(
            description = "The times that run in this state, by name",
            examples = "{\"deadline\":\"2026-11-29T03:00:00Z\"}")
        Map<String, Instant> deadlines,
    @Schema(description = "When the engine looks at it next", examples = "2026-11-29T03:00:00Z")
        Optional<Instant> nextDue,
    @Schema(description = "Who may object now: owner, contact", examples = "[\"owner\"]")
        List<String> whoMayChallenge,
    @Schema(description = "Until when they may object, where that is known already")
        Optional<Instant> challengeUntil,
    @Schema(description = "The last steps, newest first; the log has them all")
        List<Past> history) {

  /** One step that was taken. */
  @Schema(name = "TriggerStep", description = "One step that was taken")
  public record Past(
      @Schema(examples = "2026-11-22T03:00:00Z", description = "When") Instant at,
      @Schema(examples = "check_in", description = "What happened") String event,
      @Schema(examples = "warned", description = "The state before") String from,
      @Schema(examples = "armed", description = "The state after") String to,
      @Schema(description = "The number of its entry in the vault's log", examples = "17")
          long sequence) {

    static Past of(PastStep step) {
      return new Past(
          step.at(), step.event(), step.from().text(), step.to().text(), step.sequence());
    }
  }

  static TriggerItem of(TriggerView view, List<PastStep> history) {
    var state = view.state();
    return new TriggerItem(
        view.trigger().value(),
        state.kind().text(),
        state instanceof TriggerState.Held held ? Optional.of(held.why().text()) : Optional.empty(),
        view.product(),
        view.epoch(),
        TriggerJson.toTree(view.plan()),
        deadlines(state),
        state.nextDue(),
        state.challengers().stream()
            .map(who -> who.name().toLowerCase(Locale.ROOT))
            .sorted()
            .toList(),
        state.challengeUntil(),
        history.stream().map(Past::of).toList());
  }

  private static Map<String, Instant> deadlines(TriggerState state) {
    var all = new LinkedHashMap<String, Instant>();
    switch (state) {
      case TriggerState.Armed armed -> {
        all.put("deadline", armed.deadline());
        armed.silent().ifPresent(since -> all.put("silentSince", since));
      }
      case TriggerState.Warned warned ->
          warned.graceEnds().ifPresent(end -> all.put("graceEnds", end));
      case TriggerState.Verifying verifying -> all.put("answerBy", verifying.answerBy());
      case TriggerState.Triggered triggered ->
          triggered.windowEnds().ifPresent(end -> all.put("challengeWindowEnds", end));
      case TriggerState.Executing executing ->
          executing.windowEnds().ifPresent(end -> all.put("abortWindowEnds", end));
      case TriggerState.Paused paused -> all.put("pausedUntil", paused.until());
      case TriggerState.Held held -> all.put("heldSince", held.since());
      case TriggerState.Resting resting -> {}
    }
    return all;
  }
}
