package io.vaultplatform.counter.app;

import java.util.UUID;

/** A product with a source of chance. */
final class DrawsItsOwnId {
  UUID id() {
    return UUID.randomUUID();
  }
}
