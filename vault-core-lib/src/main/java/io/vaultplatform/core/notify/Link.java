package io.vaultplatform.core.notify;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A link as the database knows it: what it is for and until when, without its token.
 *
 * @param id the link's own id, which may be logged
 * @param purpose what it is for
 * @param scope whose audit log hears of its use
 * @param subject what it acts on: a trigger (check-in), a pending address, a trustee, a recipient
 * @param createdAt when it was made, for the letter that brought it
 * @param expiresAt the first instant at which it is no longer valid
 * @param usedAt when a single-use link did its work
 */
public record Link(
    UUID id,
    LinkPurpose purpose,
    Scope scope,
    UUID subject,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt) {

  public Link {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Objects.requireNonNull(usedAt, "usedAt");
  }

  /** What this link is good for at that time. */
  public LinkState stateAt(Instant now) {
    if (usedAt.isPresent()) {
      return LinkState.USED;
    }
    return now.isBefore(expiresAt) ? LinkState.VALID : LinkState.EXPIRED;
  }
}
