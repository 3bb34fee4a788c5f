package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.base.FieldException;
import io.vaultplatform.core.crypto.AgeHeader;
import io.vaultplatform.core.crypto.AgeLimits;
import io.vaultplatform.core.crypto.Opening;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.UnlockSlots;
import java.util.Arrays;
import java.util.Optional;

/**
 * An owner's four unlock slots as the server sees them: four age files of one size for one hybrid
 * key each, and four times 32 bytes. Nothing tells which of them open for anybody.
 */
public record SealedSlots(Bytes files, Bytes verifiers) {

  /**
   * @throws FieldException naming {@code slots} or {@code verifiers}
   */
  public SealedSlots {
    if (files.length() != UnlockSlots.COUNT * UnlockSlots.SIZE) {
      throw new FieldException("slots", "are four files of " + UnlockSlots.SIZE + " bytes");
    }
    if (verifiers.length() != UnlockSlots.COUNT * 32) {
      throw new FieldException("verifiers", "are four times 32 bytes");
    }
    var all = files.toArray();
    for (int i = 0; i < UnlockSlots.COUNT; i++) {
      var file = Arrays.copyOfRange(all, i * UnlockSlots.SIZE, (i + 1) * UnlockSlots.SIZE);
      if (!isSlot(file)) {
        throw new FieldException("slots", "are age files, each for one hybrid key alone");
      }
    }
  }

  private static boolean isSlot(byte[] file) {
    return AgeHeader.read(file, AgeLimits.DEFAULT) instanceof Opening.Opened<AgeHeader>(var header)
        && header.stanzas().size() == 1
        && header.isSound()
        && header.suite().equals(Optional.of(Suite.HYBRID))
        && file.length > header.length() + 32;
  }
}
