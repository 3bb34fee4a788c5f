package io.vaultplatform.core.triggers;

import io.vaultplatform.core.base.VaultId;
import java.time.Instant;
import java.util.Objects;

/**
 * A trigger as it is stored.
 *
 * @param product the product whose servers work on it
 * @param epoch how often it was armed; 0 for a draft that never was
 * @param version changes with every step and every change of the plan
 * @param createdAt when the draft was made
 */
public record TriggerView(
    VaultId vault,
    TriggerId trigger,
    String product,
    Plan plan,
    TriggerState state,
    long epoch,
    long version,
    Instant createdAt) {

  public TriggerView {
    Objects.requireNonNull(vault, "vault");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(state, "state");
  }
}
