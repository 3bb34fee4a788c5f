package io.vaultplatform.system;

import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Base64Url;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.keys.UnlockSlots;
import java.time.Instant;

/** Unlock slots as the API takes them, for accounts that are never unlocked. */
final class EmptySlots {
  static final String FILES;
  static final String VERIFIERS;

  static {
    try (var box = AgeIdentity.generate(Suite.HYBRID);
        var nobody = AgeIdentity.generate(Suite.HYBRID)) {
      var slots = UnlockSlots.first(nobody.recipient(), Instant.EPOCH);
      FILES = Base64Url.encode(slots.seal(box));
      VERIFIERS = Base64Url.encode(slots.verifiers());
    }
  }

  private EmptySlots() {}
}
