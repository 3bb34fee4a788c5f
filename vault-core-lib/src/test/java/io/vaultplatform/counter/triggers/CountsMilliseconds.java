package io.vaultplatform.counter.triggers;

/** The same by another door. */
final class CountsMilliseconds {
  long now() {
    return System.currentTimeMillis();
  }
}
