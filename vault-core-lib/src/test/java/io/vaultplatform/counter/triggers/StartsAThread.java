package io.vaultplatform.counter.triggers;

/** A pure package with a thread. */
final class StartsAThread {
  Thread tick() {
    return Thread.currentThread();
  }
}
