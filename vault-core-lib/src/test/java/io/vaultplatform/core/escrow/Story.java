package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.Entry;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Head;
import io.vaultplatform.core.audit.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A vault's log as a trigger's life would write it, to be told with something missing or in the
 * wrong order.
 */
final class Story {
  /** One thing that happened. */
  record Told(EventType type, Duration after, Map<String, Object> facts, Actor actor) {}

  static final String KEYS = "5".repeat(64);

  private final ReleasePolicy policy;
  private final List<Told> told = new ArrayList<>();

  Story(ReleasePolicy policy) {
    this.policy = policy;
  }

  /** Everything in order, up to the end of the challenge window. */
  static Story whole(ReleasePolicy policy) {
    var w = policy.windows();
    var story =
        new Story(policy)
            .armed()
            .then(
                EventType.TRIGGER_STEPPED,
                Duration.ZERO,
                Map.of("from", "draft", "to", "armed", "event", "arm"))
            .then(
                EventType.REMINDER_ACCEPTED,
                w.interval(),
                Map.of("reminder", "r", "channel", "mail"))
            .step("armed", "warned", Duration.ZERO)
            .step("warned", "verifying", w.grace())
            .then(EventType.RELEASE_KEYS_MADE, Duration.ZERO, Map.of("keysHash", KEYS));
    for (var trustee : policy.trustees().subList(0, policy.confirmations())) {
      story.confirmed(trustee.id(), KEYS);
    }
    return story
        .step("verifying", "triggered", Duration.ZERO)
        .then(
            EventType.NOTICE_ACCEPTED,
            Duration.ofMinutes(1),
            Map.of("notice", "n", "channel", "mail"))
        .step("triggered", "executing", w.challenge());
  }

  Story armed() {
    return then(
        EventType.TRIGGER_ARMED,
        Duration.ZERO,
        Map.of("policyHash", policy.hash(), "releaseListHash", "0".repeat(64), "plan", "p"));
  }

  Story confirmed(UUID trustee, String keys) {
    return then(
        EventType.CONFIRMATION_RECORDED,
        Duration.ofHours(1),
        Map.of("trustee", trustee.toString(), "decision", "confirm", "keysHash", keys));
  }

  Story refused(UUID trustee, String keys) {
    return then(
        EventType.CONFIRMATION_RECORDED,
        Duration.ofHours(1),
        Map.of("trustee", trustee.toString(), "decision", "refuse", "keysHash", keys));
  }

  Story held(String from, String why, Duration after) {
    return then(
        EventType.TRIGGER_STEPPED,
        after,
        Map.of("from", from, "to", "held", "event", "doubt", "why", why));
  }

  Story step(String from, String to, Duration after) {
    return then(EventType.TRIGGER_STEPPED, after, Map.of("from", from, "to", to, "event", "tick"));
  }

  Story then(EventType type, Duration after, Map<String, Object> facts) {
    var all = new HashMap<>(facts);
    all.put("trigger", policy.epoch().trigger().toString());
    all.putIfAbsent("epoch", (long) policy.epoch().number());
    told.add(new Told(type, after, all, Actor.user(policy.owner())));
    return this;
  }

  List<Told> told() {
    return told;
  }

  static String occasion(Instant asked) {
    return "asked_" + ChronoUnit.MICROS.between(Instant.EPOCH, asked);
  }

  Chain chain() {
    return Chain.of(policy.epoch().vault());
  }

  List<Entry> log() {
    var head = Head.genesis(chain());
    var log = new ArrayList<Entry>();
    Instant at = EscrowWorld.NOW;
    for (var t : told) {
      at = at.plus(t.after());
      var facts = new HashMap<>(t.facts());
      // Asked for and accepted in the same moment, unless the story tells otherwise.
      if (t.type() == EventType.REMINDER_ACCEPTED || t.type() == EventType.NOTICE_ACCEPTED) {
        facts.putIfAbsent("occasion", occasion(at));
      }
      var entry =
          Entry.following(
              head,
              Draft.of(
                  chain(),
                  t.type(),
                  Resource.of("trigger", policy.epoch().trigger()),
                  t.actor(),
                  facts),
              UUID.randomUUID(),
              at,
              Optional.empty());
      log.add(entry);
      head = entry.head();
    }
    return log;
  }
}
