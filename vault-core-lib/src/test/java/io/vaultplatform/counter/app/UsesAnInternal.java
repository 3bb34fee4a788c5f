package io.vaultplatform.counter.app;

import io.vaultplatform.core.audit.internal.AuditTick;

/** A product that knows a shell. */
final class UsesAnInternal {
  Class<?> seen() {
    return AuditTick.class;
  }
}
