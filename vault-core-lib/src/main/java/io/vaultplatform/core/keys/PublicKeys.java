package io.vaultplatform.core.keys;

import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Objects;

/**
 * What a person publishes.
 *
 * @param recipient files and shares are encrypted to one of these, by the suite of the vault
 * @param signing manifests, policies, acceptances and confirmations are checked with it
 */
public record PublicKeys(RecipientKeys recipient, VerificationKey signing) {
  public PublicKeys {
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(signing, "signing");
  }

  /** What two people compare by voice. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(recipient, signing);
  }
}
