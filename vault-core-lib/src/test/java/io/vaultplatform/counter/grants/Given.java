package io.vaultplatform.counter.grants;

/** Harmless: a service. */
public interface Given {
  void give();
}
