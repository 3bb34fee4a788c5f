package io.vaultplatform.core.orders;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An order that is being carried out.
 *
 * @param subject what it is about: a key, a vault, {@code all}
 * @param cursor where the next batch begins, as the last one said; absent before the first
 * @param done how much of it is done, in units of its own
 * @param total how much there is
 * @param started when the first batch began, by the database's clock
 */
public record Order(
    UUID id,
    OrderKind kind,
    String subject,
    Optional<String> cursor,
    long done,
    long total,
    Instant started) {
  public Order {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(started, "started");
  }
}
