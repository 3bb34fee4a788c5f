package io.vaultplatform.core.content;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A trigger epoch that a vault is armed with, as far as content has to know it.
 *
 * @param escrow fingerprints of the escrow identities of that epoch
 */
public record ArmedEpoch(UUID trigger, int epoch, Set<String> escrow) {
  public ArmedEpoch {
    Objects.requireNonNull(trigger, "trigger");
    escrow = Set.copyOf(escrow);
    if (epoch < 1) {
      throw new IllegalArgumentException("armed epochs count from 1");
    }
  }
}
