package io.vaultplatform.counter.notify;

import java.util.UUID;

/** A second source of chance. */
final class DrawsAnId {
  UUID id() {
    return UUID.randomUUID();
  }
}
