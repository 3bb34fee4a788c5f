package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.Hkdf;
import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.crypto.Suite;

/**
 * What the secret behind a kit, a passkey or guardians becomes: an identity that opens its slot,
 * and a key that signs in where the passphrase is lost.
 *
 * <p>The secret has at least 128 random bits, so HKDF is enough and nobody waits; each kind and
 * each use has an info text of its own. Specified in {@code docs/formats/unlock-slots-v1.md}.
 *
 * @param identity of suite hybrid; opens the slot
 * @param access 32 bytes that sign in; the server keeps {@link #verifier} of them
 */
public record SlotKeys(AgeIdentity identity, SecretBytes access) implements AutoCloseable {

  /**
   * Derives both.
   *
   * @param secret 16 bytes of a kit's code, 32 of guardians or of a passkey's PRF output
   * @throws IllegalArgumentException for a passphrase, which takes Argon2id, and for no kind
   */
  public static SlotKeys of(SlotKind kind, SecretBytes secret) {
    switch (kind) {
      case KIT, GUARDIANS, PASSKEY -> {}
      case PASSPHRASE, NONE ->
          throw new IllegalArgumentException("a slot of this kind has no random secret");
    }
    if (secret.length() < RecoveryCode.BYTES) {
      throw new IllegalArgumentException("the secret behind a slot has at least 128 bits");
    }
    try (var seed = derive(secret, kind, "seed")) {
      return new SlotKeys(AgeIdentity.ofSeed(Suite.HYBRID, seed), derive(secret, kind, "access"));
    }
  }

  private static SecretBytes derive(SecretBytes secret, SlotKind kind, String use) {
    return Hkdf.derive(
        secret, new byte[0], "vault/unlock-slot/" + kind.text() + "/" + use + "/v1", 32);
  }

  /** What the server compares with: whoever has it can neither sign in nor open. */
  public Bytes verifier() {
    return verifierOf(access);
  }

  /** As {@link #verifier}, of a key that came to sign in. */
  public static Bytes verifierOf(SecretBytes access) {
    try (var made = Hkdf.derive(access, new byte[0], "vault/slot-verifier/v1", 32)) {
      return made.expose(Bytes::of);
    }
  }

  @Override
  public void close() {
    identity.close();
    access.close();
  }
}
