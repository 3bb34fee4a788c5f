package io.vaultplatform.core.triggers;

import java.time.Duration;

/**
 * What a product does when the signals stay away: the one place where fail-closed and fail-open
 * differ.
 *
 * <p>Neither waives that the owner was reached, and neither replaces a key share.
 */
public sealed interface Uncertainty {

  /** Fail closed: the trigger is held until a person decides. */
  record Hold() implements Uncertainty {}

  /**
   * Fail open: the wait is extended once, then the trigger continues without the missing signals.
   *
   * @param maxExtension the whole extension
   */
  record Proceed(Duration maxExtension) implements Uncertainty {
    public Proceed {
      Bounds.sane("maxExtension", maxExtension);
    }
  }
}
