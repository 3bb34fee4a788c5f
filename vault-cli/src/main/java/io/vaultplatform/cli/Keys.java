package io.vaultplatform.cli;

import io.vaultplatform.cli.home.SmallFiles;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.PublicKeyFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Other people's public keys as they are given on the command line: as text, or as the name of the
 * file that "vault keygen" wrote for that. What is no key is wrong usage, not a refusal.
 */
final class Keys {
  private Keys() {}

  /** Keys that files are encrypted to, and the signing key where the file has one. */
  static PublicKeyFile.Content of(String option, String typed) {
    var text = typed.strip();
    try {
      if (text.startsWith("age1")) {
        return new PublicKeyFile.Content(RecipientKeys.parse(text), Optional.empty());
      }
      return PublicKeyFile.parse(
          SmallFiles.named("file of public keys (" + option + ")", path(option, text)));
    } catch (IllegalArgumentException e) {
      throw Stop.usage(
          option + " takes a public key (age1…) or a file of them: " + e.getMessage() + ".");
    }
  }

  /** Only those that files are encrypted to. */
  static RecipientKeys recipients(String option, String typed) {
    return of(option, typed).recipient();
  }

  /** A key that signatures are checked with. */
  static VerificationKey signing(String option, String typed) {
    var text = typed.strip();
    try {
      if (text.startsWith("ed25519:")) {
        return new VerificationKey(text);
      }
      return PublicKeyFile.parse(
              SmallFiles.named("file of public keys (" + option + ")", path(option, text)))
          .signing()
          .orElseThrow(() -> new IllegalArgumentException("the file holds none"));
    } catch (IllegalArgumentException e) {
      throw Stop.usage(
          option + " takes a signing key (ed25519:…) or a file with one: " + e.getMessage() + ".");
    }
  }

  /** SHA-256 of a signing key, in hex: as it is, or of a key or file given instead. */
  static String signingFingerprint(String option, String typed) {
    var text = typed.strip();
    return text.matches("[0-9a-f]{64}") ? text : signing(option, text).fingerprint();
  }

  private static Path path(String option, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Stop.usage(option + " takes a key or the name of a file of keys.");
    }
  }
}
