package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.crypto.SecretBytes;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;

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

  // A payload belongs to a vault or an account, and only one of the two columns is filled.
  @Produces
  @Dependent
  static SealedColumn sealed() {
    return SealedColumn.of(
            "outbox",
            "payload",
            KeyRef.DATA,
            List.of("id"),
            cells -> {
              var row = KeyContext.of("outbox-payload").and("row", cells.get("id"));
              return cells.has("vault_id")
                  ? row.and("vault", cells.get("vault_id"))
                  : row.and("account", cells.get("account_id"));
            })
        .with("vault_id", "account_id");
  }

  private static KeyContext context(Scope scope, OutgoingId id) {
    var row = KeyContext.of("outbox-payload").and("row", id);
    return switch (scope) {
      case Scope.OfVault(var vault) -> row.and("vault", vault);
      case Scope.OfAccount(var account) -> row.and("account", account);
    };
  }
}
