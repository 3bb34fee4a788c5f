package io.vaultplatform.core.people;

import io.vaultplatform.core.base.VaultId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody who will hold a share and be asked to confirm.
 *
 * @param keys what they accepted with; there from {@code accepted} on
 * @param since when they came into this state
 */
public record Trustee(
    TrusteeId id,
    VaultId vault,
    Alias alias,
    TrusteeState state,
    Optional<PersonKeys> keys,
    Instant since) {

  public Trustee {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(vault, "vault");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(since, "since");
    boolean known =
        switch (state) {
          case INVITED, UNREACHED -> false;
          case ACCEPTED, CONFIRMED -> true;
        };
    if (known != keys.isPresent()) {
      throw new IllegalArgumentException("a trustee has keys from the acceptance on");
    }
    if (keys.isPresent() && keys.get().signing().isEmpty()) {
      throw new IllegalArgumentException("a trustee signs, so has a signing key");
    }
  }

  /** Whether they may be named in a plan that is armed. */
  public boolean counts() {
    return state == TrusteeState.CONFIRMED;
  }
}
