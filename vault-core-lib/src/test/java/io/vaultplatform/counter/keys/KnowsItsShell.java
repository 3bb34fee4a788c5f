package io.vaultplatform.counter.keys;

import io.vaultplatform.counter.keys.internal.ShownService;

/** An API that knows who implements it. */
final class KnowsItsShell {
  Class<?> seen() {
    return ShownService.class;
  }
}
