package io.vaultplatform.core.escrow;

import io.vaultplatform.core.audit.Head;

/**
 * What the gate remembers by itself, so that a log or an arming from a backup does not pass for the
 * current one.
 *
 * @param epoch the highest epoch of the trigger that it ever saw; 0 for none
 * @param head the last head of the vault's log that it saw; the genesis for none
 */
public record GateMemory(int epoch, Head head) {
  public GateMemory {
    if (epoch < 0) {
      throw new IllegalArgumentException("epochs count from 1");
    }
  }
}
