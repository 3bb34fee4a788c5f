package io.vaultplatform.counter.release;

/** Nor that a document is true. */
final class ClaimsInAMethod {
  boolean documentIsProven() {
    return true;
  }
}
