package io.vaultplatform.counter.notify;

import io.vaultplatform.core.crypto.SecretBytes;

/** A letter writer that looks at a secret. */
final class ExposesASecret {
  int length(SecretBytes secret) {
    return secret.expose(bytes -> bytes.length);
  }
}
