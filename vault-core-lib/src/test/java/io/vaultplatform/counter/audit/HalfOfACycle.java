package io.vaultplatform.counter.audit;

import io.vaultplatform.counter.crypto.Named;

/** Audit may know crypto, but crypto knows audit here as well. */
public final class HalfOfACycle {
  public Class<?> other() {
    return Named.class;
  }
}
