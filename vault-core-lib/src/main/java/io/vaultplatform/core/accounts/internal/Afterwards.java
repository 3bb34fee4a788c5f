package io.vaultplatform.core.accounts.internal;

/** Does a thing after the answer, so that how long it takes tells the asker nothing. */
@FunctionalInterface
interface Afterwards {
  void run(Runnable work);
}
