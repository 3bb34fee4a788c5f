package io.vaultplatform.core.base;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An expected "no": why, and which field of the request it concerns.
 *
 * <p>The sentence is shown to whoever asked, so it never holds a secret, never content, and never
 * tells "unknown" from "forbidden".
 *
 * @param reason the kind of refusal; each maps to one HTTP status
 * @param field the offending field of the request, as a dotted path, when there is one
 * @param detail one plain sentence saying what is wrong and, where it helps, what would be right
 * @param retryAfter how long to wait before trying again, where waiting helps
 */
public record Refusal(
    Reason reason, Optional<String> field, String detail, Optional<Duration> retryAfter) {

  /** Why a request is refused. */
  public enum Reason {
    /** A field is malformed, out of range or contradicts another. */
    INVALID(400),
    /** No valid sign-in, link or code. */
    UNAUTHENTICATED(401),
    /** Signed in, but this is never allowed to them (their own trigger, a class C violation). */
    FORBIDDEN(403),
    /** Unknown, or not theirs to know: one answer for both. */
    NOT_FOUND(404),
    /** The state of the resource does not allow it now. */
    CONFLICT(409),
    /** Was there once and is used up, expired or withdrawn. */
    GONE(410),
    /** The version named by the client is not the current one. */
    STALE(412),
    /** Over a size limit or a quota. */
    TOO_LARGE(413),
    /**
     * Well-formed, but a rule refuses the content (not an age file, a wrong epoch, a bad
     * signature).
     */
    UNACCEPTABLE(422),
    /** Too many tries; wait. */
    TOO_MANY(429);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The HTTP status of this reason. */
    public int status() {
      return status;
    }
  }

  public Refusal {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(retryAfter, "retryAfter");
    if (detail.isBlank()) {
      throw new IllegalArgumentException("a refusal says why");
    }
  }

  /** A refusal about one field. */
  public static Refusal of(Reason reason, String field, String detail) {
    return new Refusal(reason, Optional.of(field), detail, Optional.empty());
  }

  /** Too many tries of one field, and how long to wait. */
  public static Refusal tooMany(String field, String detail, Duration wait) {
    return new Refusal(Reason.TOO_MANY, Optional.of(field), detail, Optional.of(wait));
  }

  /** Too many tries or requests, and how long to wait. */
  public static Refusal tooMany(String detail, Duration wait) {
    return new Refusal(Reason.TOO_MANY, Optional.empty(), detail, Optional.of(wait));
  }

  /** A refusal about the request as a whole. */
  public static Refusal of(Reason reason, String detail) {
    return new Refusal(reason, Optional.empty(), detail, Optional.empty());
  }
}
