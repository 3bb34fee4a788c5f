package io.vaultplatform.core.release;

import io.vaultplatform.core.audit.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One dated event of a vault's log, as people outside the vault may see it: what was recorded and
 * when, never what is true of anybody.
 *
 * @param sequence its number in the vault's log
 * @param type the event's name in the catalogue
 * @param detail the state it led to, or the answer, where there is one
 */
public record Fact(long sequence, Instant time, String type, Optional<String> detail) {
  private static final Set<String> SHOWN = Set.of("to", "decision", "channel", "event");

  /** The part of an entry that may be shown. */
  static Fact of(Entry entry) {
    var detail =
        SHOWN.stream()
            .sorted()
            .filter(entry.facts()::containsKey)
            .map(name -> name + "=" + entry.facts().get(name))
            .reduce((a, b) -> a + " " + b);
    return new Fact(entry.sequence(), entry.time(), entry.type().text(), detail);
  }

  /**
   * Whether an entry tells part of the story of this trigger.
   *
   * @param reader the recipient it is told to, who also learns when their own door was opened, and
   *     when the platform opened for the key they brought: whoever did that had their link and
   *     their code
   */
  public static Optional<Fact> about(Entry entry, UUID trigger, Optional<UUID> reader) {
    if (!trigger.toString().equals(entry.facts().get("trigger"))) {
      return Optional.empty();
    }
    return switch (entry.type()) {
      case TRIGGER_ARMED,
          TRIGGER_STEPPED,
          TRIGGER_PAUSED,
          TRIGGER_RESUMED,
          CHECK_IN,
          REMINDER_ACCEPTED,
          NOTICE_ACCEPTED,
          RELEASE_KEYS_MADE,
          CONFIRMATION_RECORDED,
          CHALLENGE_RECORDED,
          ESCROW_OPENED,
          RELEASE_HANDED_OVER ->
          Optional.of(of(entry));
      case RECIPIENT_OPENED, ESCROW_READDRESSED ->
          reader
              .filter(me -> me.toString().equals(entry.facts().get("recipient")))
              .map(me -> of(entry));
      // The catalogue is long; whatever is not part of the story is nobody's business here.
      default -> Optional.empty();
    };
  }
}
