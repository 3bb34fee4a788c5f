package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.grants.Grants;
import io.vaultplatform.core.triggers.TriggerState;
import io.vaultplatform.core.triggers.spi.EffectSink;
import io.vaultplatform.core.triggers.spi.StepTaken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Grants "after the release of this trigger" hold from the step on that ends its release, and not
 * before.
 */
@ApplicationScoped
class GrantsHold implements EffectSink {
  private final Grants grants;

  @Inject
  GrantsHold(Grants grants) {
    this.grants = grants;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  GrantsHold() {
    this(null);
  }

  @Override
  public void carry(StepTaken step) {
    if (step.to() instanceof TriggerState.Executed) {
      grants.released(step.vault(), step.trigger().value());
    }
  }
}
