package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.AgeIdentity;
import io.vaultplatform.core.crypto.AgeRecipient;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.kms.KeyContext;
import io.vaultplatform.core.kms.KeyRef;
import io.vaultplatform.core.kms.KeyService;
import io.vaultplatform.core.kms.SealedColumn;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * The identities that open class A, made by the server and sealed by the key service.
 *
 * <p>Old ones are kept until nothing names them, and class C is tried with all of them: a file made
 * for one would be readable too.
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

  private static final String MADE =
      "SELECT max(created_at) AS made FROM vault_core.platform_identities WHERE vault_id = ?";

  private static final String REMOVE =
      "DELETE FROM vault_core.platform_identities WHERE vault_id = ? AND recipient = ?";

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

  /** When the present one was made. */
  Instant newestMade(VaultId vault) {
    return sql.one(MADE, row -> row.instant("made"), vault.value());
  }

  /** Destroys one that nothing is made for any more; for the eraser. */
  void remove(VaultId vault, String recipient) {
    sql.updateOne(REMOVE, vault.value(), recipient);
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

  @Produces
  @Dependent
  static SealedColumn sealed() {
    return SealedColumn.of(
            "platform_identities",
            "sealed_identity",
            KeyRef.PLATFORM,
            List.of("vault_id", "number"),
            row -> context(row.get("vault_id"), AgeRecipient.parse(row.get("recipient"))))
        .with("recipient");
  }

  private static KeyContext context(Object vault, AgeRecipient recipient) {
    return KeyContext.of("platform-identity")
        .and("vault", vault)
        .and("recipient", recipient.fingerprint());
  }
}
