package io.vaultplatform.counter.content;

import io.vaultplatform.core.crypto.SecretBytes;

/** A secret that nobody can destroy. */
final class KeepsASecretForever {
  private final SecretBytes secret;

  KeepsASecretForever(SecretBytes secret) {
    this.secret = secret;
  }

  int length() {
    return secret.length();
  }
}
