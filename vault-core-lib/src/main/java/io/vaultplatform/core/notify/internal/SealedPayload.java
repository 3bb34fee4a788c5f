package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Payloads under the key service directly, one call each: they live for minutes, and belong to
 * vaults and accounts alike, so a data key per vault would gain nothing.
 */
@ApplicationScoped
class SealedPayload implements Envelope {
  private final KeyService keys;

  @Inject
  SealedPayload(KeyService keys) {
    this.keys = keys;
  }

  // For the container's proxy, which never uses the field.
  @SuppressWarnings("NullAway")
  SealedPayload() {
    this(null);
  }

  @Override
  public byte[] seal(Scope scope, OutgoingId id, byte[] payload) {
    try (var secret = SecretBytes.taking(payload)) {
      return keys.seal(KeyRef.DATA, secret, context(scope, id));
    }
  }

  @Override
  public byte[] open(Scope scope, OutgoingId id, byte[] sealed) {
    try (var secret = keys.unseal(KeyRef.DATA, sealed, context(scope, id))) {
      return secret.expose(byte[]::clone);
    }
  }

  private static KeyContext context(Scope scope, OutgoingId id) {
    var row = KeyContext.of("outbox-payload").and("row", id);
    return switch (scope) {
      case Scope.OfVault(var vault) -> row.and("vault", vault);
      case Scope.OfAccount(var account) -> row.and("account", account);
    };
  }
}
