package io.vaultplatform.core.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which entries of a chain to list; an absent part does not restrict.
 *
 * @param actor the actor's id
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
