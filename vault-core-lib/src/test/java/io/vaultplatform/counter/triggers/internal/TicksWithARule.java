package io.vaultplatform.counter.triggers.internal;

import io.vaultplatform.core.audit.Query;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import java.util.Optional;

/** A tick that decides something. */
@Singleton
public class TicksWithARule {
  private final Optional<Query> query = Optional.empty();

  @Timeout
  void tick() {
    if (query.isPresent()) {
      throw new IllegalStateException(query.get().toString());
    }
  }
}
