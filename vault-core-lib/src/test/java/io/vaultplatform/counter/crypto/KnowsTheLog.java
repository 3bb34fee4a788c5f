package io.vaultplatform.counter.crypto;

import io.vaultplatform.counter.audit.HalfOfACycle;

/** Crypto knows base and nothing else. */
final class KnowsTheLog {
  HalfOfACycle kept = new HalfOfACycle();
}
