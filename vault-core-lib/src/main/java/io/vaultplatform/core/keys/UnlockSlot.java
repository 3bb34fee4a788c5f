package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Randomness;
import io.vaultplatform.core.crypto.Suite;
import java.time.Instant;
import java.util.Objects;

/**
 * One of the four places, as the owner's own bundle knows it. Nothing of this is told to the
 * server, which sees an age file and 32 bytes, alike for every kind.
 *
 * @param recipient of suite hybrid; the slot's file is made for it
 * @param verifier 32 bytes; random where nobody signs in with the slot
 * @param label what the owner calls it, one line of at most 200 characters, may be empty
 * @param since when it was made
 */
public record UnlockSlot(
    SlotKind kind, AgeRecipient recipient, Bytes verifier, String label, Instant since) {
  static final int VERIFIER = 32;

  public UnlockSlot {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(since, "since");
    if (recipient.suite() != Suite.HYBRID) {
      throw new IllegalArgumentException("an unlock slot is made for a hybrid key");
    }
    if (verifier.length() != VERIFIER) {
      throw new IllegalArgumentException("the verifier of an unlock slot has 32 bytes");
    }
    if (label.length() > 200 || label.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the label of an unlock slot is one line of at most 200 characters");
    }
  }

  /** The slot of a passphrase. One signs in with its own key, so the verifier is nobody's. */
  static UnlockSlot passphrase(AgeRecipient recipient, Instant now) {
    return new UnlockSlot(
        SlotKind.PASSPHRASE, recipient, Bytes.of(Randomness.bytes(VERIFIER)), "", now);
  }

  /** A slot of another kind. */
  public static UnlockSlot of(SlotKind kind, SlotKeys keys, String label, Instant now) {
    return new UnlockSlot(kind, keys.identity().recipient(), keys.verifier(), label, now);
  }

  // Its key is made and thrown away: what looks like a slot is one, for nobody.
  static UnlockSlot none() {
    try (var nobody = AgeIdentity.generate(Suite.HYBRID)) {
      return new UnlockSlot(
          SlotKind.NONE,
          nobody.recipient(),
          Bytes.of(Randomness.bytes(VERIFIER)),
          "",
          Instant.EPOCH);
    }
  }
}
