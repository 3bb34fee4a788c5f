package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries a refusal out of a resource to {@link ProblemMapper}. Only the web layer throws it,
 * outside of every transaction; below, refusals are values.
 */
public final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;
  private final transient Refusal refusal;
  private final transient Optional<Duration> retryAfter;

  public RefusedException(Refusal refusal) {
    this(refusal, Optional.empty());
  }

  private RefusedException(Refusal refusal, Optional<Duration> retryAfter) {
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
    this.retryAfter = retryAfter;
  }

  public RefusedException(Refusal.Reason reason, String field, String detail) {
    this(Refusal.of(reason, field, detail));
  }

  /** Too many tries or requests, and how long to wait. */
  public static RefusedException tooMany(String detail, Duration wait) {
    return new RefusedException(Refusal.of(Refusal.Reason.TOO_MANY, detail), Optional.of(wait));
  }

  /** What was done, or the refusal as the answer to the request. */
  public static <T> T orThrow(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new RefusedException(refusal);
    };
  }

  /** How long to wait before trying again, where waiting helps. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  public Refusal refusal() {
    return refusal;
  }
}
