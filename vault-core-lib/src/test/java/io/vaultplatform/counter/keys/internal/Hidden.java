package io.vaultplatform.counter.keys.internal;

/** Harmless. */
final class Hidden {
  private Hidden() {}
}
