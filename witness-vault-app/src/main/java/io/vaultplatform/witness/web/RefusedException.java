package io.vaultplatform.witness.web;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.Refusal;
import java.io.Serial;
import java.time.Duration;

/**
 * Carries a refusal out of a resource to {@link ProblemMapper}. Only the web layer throws it,
 * outside of every transaction; below, refusals are values.
 */
public final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;
  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  public RefusedException(Refusal.Reason reason, String field, String detail) {
    this(Refusal.of(reason, field, detail));
  }

  /** Too many tries or requests, and how long to wait. */
  public static RefusedException tooMany(String detail, Duration wait) {
    return new RefusedException(Refusal.tooMany(detail, wait));
  }

  /** What was done, or the refusal as the answer to the request. */
  public static <T> T orThrow(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) -> throw new RefusedException(refusal);
    };
  }

  public Refusal refusal() {
    return refusal;
  }
}
