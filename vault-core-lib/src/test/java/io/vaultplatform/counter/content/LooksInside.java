package io.vaultplatform.counter.content;

import io.vaultplatform.counter.keys.internal.ShownService;

/** Content may know keys, not what is inside. */
final class LooksInside {
  Class<?> seen() {
    return ShownService.class;
  }
}
