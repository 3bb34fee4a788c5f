package io.vaultplatform.core.keys.internal;

import io.vaultplatform.core.audit.Actor;
import io.vaultplatform.core.audit.AuditLog;
import io.vaultplatform.core.audit.Chain;
import io.vaultplatform.core.audit.Draft;
import io.vaultplatform.core.audit.EventType;
import io.vaultplatform.core.audit.Resource;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.RecipientKeys;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.keys.KeySuccession;
import io.vaultplatform.core.keys.PublicKeys;
import io.vaultplatform.core.store.Row;
import io.vaultplatform.core.store.Sql;
import io.vaultplatform.core.store.Work;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory's rows, each written together with its entry. */
@Work
class DirectoryRows implements KeyDirectory {
  private static final String ADD =
      """
      INSERT INTO vault_core.user_keys (account_id, epoch, recipient, signing_key, fingerprint, published_at, succession)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String HISTORY =
      """
      SELECT epoch, recipient, signing_key, succession FROM vault_core.user_keys WHERE account_id = ? ORDER BY epoch
      """;

  private static final String OF_ACCOUNT =
      """
      SELECT account_id, epoch, recipient, signing_key, published_at FROM vault_core.user_keys
       WHERE account_id = ? ORDER BY epoch DESC LIMIT 1
      """;

  private static final String OF_FINGERPRINT =
      """
      SELECT account_id, epoch, recipient, signing_key, published_at FROM vault_core.user_keys
       WHERE fingerprint = ? ORDER BY published_at DESC LIMIT 1
      """;

  private final Sql sql;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  DirectoryRows(Sql sql, AuditLog audit, Clock clock) {
    this.sql = sql;
    this.audit = audit;
    this.clock = clock;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  DirectoryRows() {
    sql = null;
    audit = null;
    clock = null;
  }

  @Override
  public void publish(AccountId account, PublicKeys keys) {
    add(account, 1, keys, Optional.empty(), Map.of());
  }

  @Override
  public void succeed(AccountId account, KeySuccession next, Signed signed) {
    add(
        account,
        next.epoch(),
        next.keys(),
        Optional.of(signed.bytes()),
        Map.of("previous", next.previous(), "successionSha256", signed.bodyHash()));
  }

  private void add(
      AccountId account,
      int epoch,
      PublicKeys keys,
      Optional<byte[]> succession,
      Map<String, Object> more) {
    var fingerprint = keys.fingerprint().hash();
    sql.updateOne(
        ADD,
        account.value(),
        epoch,
        keys.recipient().text(),
        keys.signing().text(),
        fingerprint,
        clock.instant(),
        succession);
    var facts = new HashMap<String, Object>(more);
    facts.put("epoch", epoch);
    facts.put("fingerprint", fingerprint);
    audit.append(
        Draft.of(
            Chain.of(account),
            EventType.KEY_PUBLISHED,
            Resource.of("account", account.value()),
            Actor.user(account),
            facts));
  }

  @Override
  public List<KeySuccession.Epoch> history(AccountId account) {
    return sql.list(
        HISTORY,
        row ->
            new KeySuccession.Epoch(
                row.integer("epoch"), keys(row), row.findBytes("succession").map(Signed::parse)),
        account.value());
  }

  @Override
  public Optional<Published> find(AccountId account) {
    return sql.find(OF_ACCOUNT, DirectoryRows::published, account.value());
  }

  @Override
  public Optional<Published> findByFingerprint(String fingerprint) {
    return sql.find(OF_FINGERPRINT, DirectoryRows::published, fingerprint);
  }

  private static Published published(Row row) {
    return new Published(
        new AccountId(row.uuid("account_id")),
        row.integer("epoch"),
        keys(row),
        row.instant("published_at"));
  }

  private static PublicKeys keys(Row row) {
    return new PublicKeys(
        RecipientKeys.parse(row.text("recipient")), new VerificationKey(row.text("signing_key")));
  }
}
