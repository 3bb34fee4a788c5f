package io.vaultplatform.core.notify.spi;

import io.vaultplatform.core.notify.About;

/**
 * Looks at the world again just before something goes out; plugged in as a CDI bean.
 *
 * <p>Between decision and sending lie crashes, back-off and other people's acts. A reminder for a
 * switch that was disarmed meanwhile must not alarm anybody. Every re-check is asked; the first
 * that says "stale" drops the letter, which is recorded.
 */
public interface Recheck {

  /** Whether the reason for this still holds. Reads only; joins the engine's transaction. */
  Verdict recheck(About about);

  /** The answer. */
  sealed interface Verdict {
    /** It holds, or it is no matter of this re-check. */
    record Holds() implements Verdict {}

    /** It no longer holds, because of this (a short sentence for the record, nothing personal). */
    record Stale(String why) implements Verdict {}
  }
}
