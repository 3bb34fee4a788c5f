package io.vaultplatform.witness.pages;

import io.vaultplatform.core.release.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded facts in plain sentences: what was sent, answered and done, and never what that may
 * mean.
 */
final class FactWords {
  private static final Map<String, String> STATES =
      Map.of(
          "armed", "waiting for check-ins",
          "warned", "a check-in is asked for",
          "verifying", "the trustees are asked",
          "triggered", "the time to object runs",
          "executing", "being carried out",
          "executed", "carried out",
          "held", "held until somebody decides",
          "paused", "paused",
          "cancelled", "cancelled");

  private FactWords() {}

  /**
   * Rows for a page: {@code at} and {@code what}; a step that left the state as it was is no news.
   */
  static List<Map<String, Object>> rows(List<Fact> facts) {
    var rows = new ArrayList<Map<String, Object>>();
    var before = "";
    for (var fact : facts) {
      var to = details(fact.detail().orElse("")).getOrDefault("to", "");
      if (!fact.type().equals("trigger_stepped") || !to.equals(before)) {
        rows.add(Map.of("at", Plain.time(fact.time()), "what", sentence(fact)));
      }
      // Whatever it was that led there: an arming and a check-in lead to a state as well.
      before = to.isEmpty() ? before : to;
    }
    return List.copyOf(rows);
  }

  static String sentence(Fact fact) {
    var details = details(fact.detail().orElse(""));
    return switch (fact.type()) {
      case "trigger_armed" -> "The plan was armed.";
      case "trigger_stepped" ->
          "The plan's state became: " + state(details.getOrDefault("to", "")) + ".";
      case "trigger_paused" -> "The plan was paused.";
      case "trigger_resumed" -> "The plan went on after a pause.";
      case "check_in" -> "The owner checked in.";
      case "reminder_accepted" -> "A reminder to the owner was accepted for delivery.";
      case "notice_accepted" -> "A notice to the owner was accepted for delivery.";
      case "release_keys_made" -> "Keys for one release were made.";
      case "confirmation_recorded" ->
          details.getOrDefault("decision", "").equals("confirm")
              ? "A trustee confirmed."
              : "A trustee refused.";
      case "challenge_recorded" -> "Somebody entitled to it objected.";
      case "escrow_opened" -> "The outer layer of the packets was opened, as the plan says.";
      case "release_handed_over" -> "It was handed over to a recipient.";
      case "escrow_readdressed" -> "This service opened it for the key that you brought.";
      case "recipient_opened" -> "It was opened with your link and your code.";
      // The catalogue grows; an entry without words of its own is shown by its name.
      default -> fact.type().replace('_', ' ') + ".";
    };
  }

  private static String state(String to) {
    return STATES.getOrDefault(to, to.replace('_', ' '));
  }

  private static Map<String, String> details(String text) {
    var found = new HashMap<String, String>();
    Arrays.stream(text.split(" ", -1))
        .map(part -> part.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> found.put(pair[0], pair[1]));
    return found;
  }
}
