package io.vaultplatform.core.people;

import io.vaultplatform.core.crypto.Fingerprint;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.Objects;
import java.util.Optional;

/**
 * The public keys of a person: what is encrypted to, and what their statements are checked with.
 *
 * @param recipient what is encrypted to, one key of each suite they have
 * @param signing the key their statements are signed with; recipients need none
 */
public record PersonKeys(RecipientKeys recipient, Optional<VerificationKey> signing) {

  public PersonKeys {
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(signing, "signing");
  }

  /**
   * How people compare keys: of both where there are two (as {@link Fingerprint}), otherwise of the
   * one; SHA-256 in hex.
   */
  public String fingerprint() {
    return signing
        .map(key -> Fingerprint.of(recipient, key).hash())
        .orElseGet(recipient::fingerprint);
  }

  /**
   * Whether these two could be one person: any key in common. Holding two roles with one key would
   * let somebody confirm their own request.
   */
  public boolean sharesAKeyWith(PersonKeys other) {
    return recipient.sharesAKeyWith(other.recipient)
        || (signing.isPresent() && signing.equals(other.signing));
  }
}
