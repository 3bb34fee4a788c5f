package io.vaultplatform.core.people;

import io.vaultplatform.core.base.VaultId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody for whom something is left.
 *
 * @param keys empty for whoever has none yet: arming decides what they will open with
 */
public record Recipient(
    RecipientId id,
    VaultId vault,
    Alias alias,
    Optional<PersonKeys> keys,
    RecipientState state,
    Instant since) {

  public Recipient {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(vault, "vault");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
  }
}
