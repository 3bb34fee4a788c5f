package io.vaultplatform.core.triggers.spi;

/**
 * Takes what must happen because of a step, in the transaction of the step; plugged in as a CDI
 * bean.
 *
 * <p>A sink writes down (outbox rows, its own tables) and does nothing outside the database: the
 * transaction may still roll back. It runs as whoever caused the step, a signed-in owner or the
 * engine, and must not record further events of the same trigger. An exception rolls the step back.
 */
public interface EffectSink {

  /** One step was taken. Called for every step, also for those without effects. */
  void carry(StepTaken step);
}
