package io.vaultplatform.witness.api;

import io.vaultplatform.core.release.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A recorded fact, as people outside of the vault see it. */
@Schema(
    name = "RecordedFact",
    description = "What was recorded and when; no claim about anybody's life")
public record FactItem(
    @Schema(description = "Its number in the vault's log", examples = "12") long sequence,
    @Schema(examples = "2026-11-22T03:00:00Z", description = "When it was recorded") Instant time,
    @Schema(examples = "reminder_accepted", description = "A word of the catalogue") String type,
    @Schema(examples = "channel=mail", description = "What more is recorded of it")
        Optional<String> detail) {

  static List<FactItem> of(List<Fact> facts) {
    return facts.stream()
        .map(f -> new FactItem(f.sequence(), f.time(), f.type(), f.detail()))
        .toList();
  }
}
