package io.vaultplatform.core.release;

import io.vaultplatform.core.audit.Receipt;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.escrow.Portion;
import java.util.List;
import java.util.UUID;

/**
 * How a recipient for whom the platform opens gets what was handed over to them: they bring a key,
 * and the gate encrypts to it. The first key stays; another one is refused.
 */
public interface Claims {

  /**
   * What was encrypted to the key.
   *
   * @param fingerprint of the age recipient that was taken
   * @param portions what it opens now, of every stage so far
   * @param receipt of the latest entry about it
   */
  record Claimed(String fingerprint, List<Portion> portions, Receipt receipt) {
    public Claimed {
      portions = List.copyOf(portions);
    }
  }

  /**
   * Brings a key, with the session that link and code gave. The same key again changes nothing, or
   * opens the stage that came since.
   *
   * @param keys of which that of the policy's suite is taken
   */
  Outcome<Claimed> bring(String session, UUID trigger, RecipientKeys keys);
}
