package io.vaultplatform.witness.api;

import io.vaultplatform.core.audit.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An entry of a log, as the API shows it. */
@Schema(name = "LogEntry", description = "What was recorded: who did what to what, and when")
public record LogItem(
    @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "The entry's id")
        UUID id,
    @Schema(description = "Its number in the chain, from 1", examples = "17") long sequence,
    @Schema(examples = "2027-01-31T12:00:00.123456Z", description = "When it was recorded")
        Instant time,
    @Schema(description = "A word of the catalogue", examples = "check_in") String type,
    @Schema(description = "What it is about") About resource,
    @Schema(description = "Who acted") Who actor,
    @Schema(
            description = "Control data of the type; nothing personal",
            examples = "{\"trigger\":\"019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11\",\"epoch\":1}")
        Map<String, Object> facts,
    @Schema(description = "Whether a personal payload was stored beside it", examples = "false")
        boolean personal,
    @Schema(
            description = "The previous entry's hash",
            examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String previous,
    @Schema(
            description = "Its own hash (audit-entry/v1)",
            examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String hash) {

  /** Some entries. */
  @Schema(name = "LogPage", description = "Entries, oldest first")
  public record Page(
      @Schema(description = "The entries") List<LogItem> items,
      @Schema(examples = "50", description = "The cursor of the next page; null at the end")
          Optional<String> next) {}

  /** A resource. */
  @Schema(name = "LogResource")
  public record About(
      @Schema(examples = "trigger", description = "Such as vault, trigger or document") String type,
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "Its id")
          String id) {}

  /** An actor. */
  @Schema(name = "LogActor")
  public record Who(
      @Schema(examples = "user", description = "Such as user, system or trustee") String kind,
      @Schema(examples = "019c2f6a-1d5c-7a8e-9d6c-0f2a4a4c1b11", description = "Which of them")
          String id) {}

  static LogItem of(Entry entry) {
    return new LogItem(
        entry.id(),
        entry.sequence(),
        entry.time(),
        entry.type().text(),
        new About(entry.resource().type(), entry.resource().id()),
        new Who(entry.actor().kind().text(), entry.actor().id()),
        entry.facts(),
        entry.payload().isPresent(),
        entry.previous(),
        entry.hash());
  }
}
