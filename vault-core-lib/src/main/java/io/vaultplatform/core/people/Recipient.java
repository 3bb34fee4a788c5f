package io.vaultplatform.core.people;

import io.vaultplatform.core.base.VaultId;
import java.time.Instant;
import java.util.Objects;

/** Somebody for whom something is left. */
public record Recipient(
    RecipientId id,
    VaultId vault,
    Alias alias,
    PersonKeys keys,
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
