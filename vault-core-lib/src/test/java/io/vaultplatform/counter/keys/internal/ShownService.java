package io.vaultplatform.counter.keys.internal;

/** A shell that everybody can reach. */
public final class ShownService {
  ShownService() {}

  /** A row leaves its package. */
  public ShownRow row() {
    return new ShownRow();
  }
}
