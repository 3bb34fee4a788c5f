package io.vaultplatform.witness.api;

import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.triggers.Recorded;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an owner's act on a trigger led to. */
@Schema(name = "TriggerAct", description = "What was recorded")
public record TriggerActed(
    @Schema(examples = "armed", description = "Its state now") String state,
    @Schema(description = "When the engine looks at it next", examples = "2026-11-29T03:00:00Z")
        Optional<Instant> nextDue,
    @Schema(
            implementation = SignedDocument.class,
            description = "The receipt (receipt/v1) of the entry. Keep it.")
        Map<String, Object> receipt) {

  static TriggerActed of(Recorded recorded, AuditLog audit) {
    var state = recorded.view().state();
    // None of the owner's acts stays without an entry: each moves the trigger or is refused.
    var receipt = audit.receipt(recorded.entry().orElseThrow());
    return new TriggerActed(state.kind().text(), state.nextDue(), receipt.toTree());
  }
}
