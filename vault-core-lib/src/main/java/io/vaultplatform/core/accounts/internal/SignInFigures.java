package io.vaultplatform.core.accounts.internal;

/** Counts sign-ins by result, for the metrics; never by who. */
@FunctionalInterface
interface SignInFigures {
  void count(String result);
}
