package io.vaultplatform.cli;

import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.VerificationKey;

/** Public keys as people type them. What is no key is wrong usage, not a refusal. */
final class Keys {
  private Keys() {}

  /** A key that files are encrypted to. */
  static AgeRecipient recipient(String option, String typed) {
    try {
      return AgeRecipient.parse(typed.strip());
    } catch (IllegalArgumentException e) {
      throw Stop.usage(option + " takes a public key (age1…): " + e.getMessage() + ".");
    }
  }

  /** A key that signatures are checked with. */
  static VerificationKey signing(String option, String typed) {
    try {
      return new VerificationKey(typed.strip());
    } catch (IllegalArgumentException e) {
      throw Stop.usage(option + " takes a signing key (ed25519:…): " + e.getMessage() + ".");
    }
  }
}
