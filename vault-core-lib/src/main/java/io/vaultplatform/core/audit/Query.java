package io.vaultplatform.core.audit;

import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.base.KeptTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which entries of a chain to list; an absent part does not restrict.
 *
 * @param actor the actor's id; this and the others are at most 120 characters of plain ASCII
 * @param resourceType the resource's type
 * @param resource the resource's id
 * @param from entries at or after this time
 * @param to entries before this time
 */
public record Query(
    Optional<String> actor,
    Optional<String> resourceType,
    Optional<String> resource,
    Optional<EventType> type,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** Every entry. */
  public static final Query ALL =
      new Query(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public Query {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(resourceType, "resourceType");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    actor.ifPresent(text -> bounded("actor", text));
    resourceType.ifPresent(text -> bounded("resourceType", text));
    resource.ifPresent(text -> bounded("resource", text));
    from = from.map(time -> KeptTime.of("from", time));
    to = to.map(time -> KeptTime.of("to", time));
  }

  // Longer than any id of an entry. What no entry can hold is not asked for: the database refuses
  // a NUL with a failure of its own.
  private static void bounded(String field, String text) {
    if (text.length() > 120 || !text.codePoints().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new FieldException(field, "has more than 120 characters, or others than ASCII's");
    }
  }

  /** Entries of one type. */
  public static Query ofType(EventType type) {
    return new Query(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(type),
        Optional.empty(),
        Optional.empty());
  }
}
