package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The identities that open class A, made by the server and sealed by the key service.
 *
 * <p>Retired ones are kept: a class C file made for one of them would be readable too.
 */
@Work
class PlatformIdentities {
  private static final String ADD =
      """
      INSERT INTO vault_core.platform_identities (vault_id, number, recipient, sealed_identity, created_at)
      SELECT ?::uuid, coalesce(max(number), 0) + 1, ?, ?, clock_timestamp()
        FROM vault_core.platform_identities WHERE vault_id = ?
      """;

  private static final String RECIPIENT =
      """
      SELECT recipient FROM vault_core.platform_identities
       WHERE vault_id = ? ORDER BY number DESC LIMIT 1
      """;

  private static final String ALL =
      """
      SELECT recipient, sealed_identity FROM vault_core.platform_identities
       WHERE vault_id = ? ORDER BY number DESC
      """;

  private final Sql sql;
  private final KeyService keys;

  @Inject
  PlatformIdentities(Sql sql, KeyService keys) {
    this.sql = sql;
    this.keys = keys;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  PlatformIdentities() {
    sql = null;
    keys = null;
  }

  /** Makes the vault's next identity, from now on its present one. */
  AgeRecipient make(VaultId vault, Suite suite) {
    try (var identity = AgeIdentity.generate(suite);
        var seed = identity.seed()) {
      var recipient = identity.recipient();
      var sealed = keys.seal(KeyRef.PLATFORM, seed, context(vault, recipient));
      sql.updateOne(ADD, vault.value(), recipient.text(), sealed, vault.value());
      return recipient;
    }
  }

  /** The public half of the present one. */
  AgeRecipient recipient(VaultId vault) {
    return sql.find(RECIPIENT, row -> AgeRecipient.parse(row.text("recipient")), vault.value())
        .orElseThrow(() -> new VaultException("vault " + vault + " has no platform identity"));
  }

  /** All of them, newest first; the caller closes it. */
  Unsealed unsealed(VaultId vault) {
    return new Unsealed(sql.list(ALL, row -> unsealed(vault, row), vault.value()));
  }

  /** Unsealed identities, newest first, destroyed when closed. */
  record Unsealed(List<AgeIdentity> newestFirst) implements AutoCloseable {
    Unsealed {
      newestFirst = List.copyOf(newestFirst);
    }

    /** The vault's suite: that of its present identity. */
    Suite suite() {
      return newestFirst.getFirst().suite();
    }

    @Override
    public void close() {
      newestFirst.forEach(AgeIdentity::close);
    }
  }

  private AgeIdentity unsealed(VaultId vault, Row row) {
    var recipient = AgeRecipient.parse(row.text("recipient"));
    try (var seed =
        keys.unseal(KeyRef.PLATFORM, row.bytes("sealed_identity"), context(vault, recipient))) {
      var identity = AgeIdentity.ofSeed(recipient.suite(), seed);
      if (!identity.recipient().equals(recipient)) {
        identity.close();
        throw new VaultException(
            "a platform identity of vault " + vault + " is not that of its recipient");
      }
      return identity;
    }
  }

  private static KeyContext context(VaultId vault, AgeRecipient recipient) {
    return KeyContext.of("platform-identity")
        .and("vault", vault)
        .and("recipient", recipient.fingerprint());
  }
}
