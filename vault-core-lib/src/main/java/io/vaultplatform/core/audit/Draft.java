package io.vaultplatform.core.audit;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What shall be entered: everything of an entry except its place in the chain, which the log gives.
 *
 * @param facts control data without anything personal: ids, states, hashes, epochs, numbers,
 *     ISO-8601 durations; at most 16 KiB as canonical JSON, and at least the names that the type
 *     asks for
 * @param personal what concerns a person, stored so that it can be erased
 */
public record Draft(
    Chain chain,
    EventType type,
    Resource resource,
    Actor actor,
    Map<String, Object> facts,
    Optional<Personal> personal) {

  /**
   * @throws IllegalArgumentException when a fact that the type asks for is missing, when the facts
   *     have no canonical form, or when they hold what looks like a secret key or a mail address
   */
  public Draft {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(personal, "personal");
    facts = Facts.of(facts);
    for (var name : type.facts()) {
      if (!facts.containsKey(name)) {
        throw new IllegalArgumentException(type.text() + " needs the fact " + name);
      }
    }
  }

  /** A draft without a personal part. */
  public static Draft of(
      Chain chain, EventType type, Resource resource, Actor actor, Map<String, Object> facts) {
    return new Draft(chain, type, resource, actor, facts, Optional.empty());
  }

  /** The same with a personal part. */
  public Draft with(Personal about) {
    return new Draft(chain, type, resource, actor, facts, Optional.of(about));
  }
}
