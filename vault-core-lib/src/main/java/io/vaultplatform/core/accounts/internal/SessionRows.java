package io.vaultplatform.core.accounts.internal;

import io.vaultplatform.core.accounts.SessionId;
import io.vaultplatform.core.accounts.Sessions;
import io.vaultplatform.core.accounts.TokenId;
import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of sessions and their tokens, in the caller's transaction. */
@ApplicationScoped
class SessionRows {
  private static final String BEGIN =
      "INSERT INTO vault_core.sessions (account_id, session_id, created_at, expires_at, by_slot)"
          + " VALUES (?, ?, ?, ?, ?)";

  private static final String ADD_ACCESS =
      "INSERT INTO vault_core.access_tokens (account_id, session_id, jti, expires_at) VALUES (?, ?,"
          + " ?, ?)";

  private static final String ADD_REFRESH =
      "INSERT INTO vault_core.refresh_tokens (account_id, session_id, token_hash, issued_at) VALUES"
          + " (?, ?, ?, ?)";

  // Both rows are locked. Whoever waits for a lock reads again only the rows it locks, so of two
  // who
  // present one token at once, the second sees that it is used because the token's is among them.
  private static final String LOCK_REFRESH =
      """
      SELECT s.session_id, s.expires_at, r.used_at IS NOT NULL AS used, s.revoked_at IS NOT NULL OR s.expires_at <= ? AS over
        FROM vault_core.sessions s
        JOIN vault_core.refresh_tokens r USING (account_id, session_id)
       WHERE r.account_id = ? AND r.token_hash = ?
         FOR UPDATE OF s, r
      """;

  private static final String USE =
      "UPDATE vault_core.refresh_tokens SET used_at = ? WHERE account_id = ? AND token_hash = ? AND"
          + " used_at IS NULL";

  private static final String REVOKE =
      "UPDATE vault_core.sessions SET revoked_at = ? WHERE account_id = ? AND session_id = ? AND"
          + " revoked_at IS NULL";

  private static final String REVOKE_ACCESS =
      "UPDATE vault_core.access_tokens SET revoked_at = ? WHERE account_id = ? AND session_id = ?"
          + " AND revoked_at IS NULL";

  private static final String SESSION_OF =
      "SELECT session_id FROM vault_core.access_tokens WHERE account_id = ? AND jti = ?";

  private static final String BY_SLOT =
      """
      SELECT s.by_slot FROM vault_core.access_tokens t JOIN vault_core.sessions s USING (account_id, session_id)
       WHERE t.account_id = ? AND t.jti = ? AND s.revoked_at IS NULL
      """;

  private static final String OPEN =
      """
      SELECT count(*) AS open
        FROM vault_core.access_tokens t JOIN vault_core.sessions s USING (account_id, session_id)
       WHERE t.account_id = ? AND t.jti = ? AND t.revoked_at IS NULL AND t.expires_at > ? AND s.revoked_at IS NULL
      """;

  private static final String ALL_OPEN =
      """
      SELECT s.session_id, s.created_at, s.expires_at,
             (SELECT max(r.issued_at) FROM vault_core.refresh_tokens r
               WHERE r.account_id = s.account_id AND r.session_id = s.session_id) AS renewed_at
        FROM vault_core.sessions s
       WHERE s.account_id = ? AND s.revoked_at IS NULL AND s.expires_at > ?
       ORDER BY s.created_at DESC, s.session_id DESC
       LIMIT ?
      """;

  private static final String FORGET_ACCESS =
      "DELETE FROM vault_core.access_tokens WHERE account_id = ? AND expires_at < ?";
  private static final String FORGET_SESSIONS =
      "DELETE FROM vault_core.sessions WHERE account_id = ? AND expires_at < ?";

  /** What a refresh token stands for. */
  record Refresh(SessionId session, Instant sessionExpires, boolean used, boolean over) {}

  private final Sql sql;

  @Inject
  SessionRows(Sql sql) {
    this.sql = sql;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  SessionRows() {
    sql = null;
  }

  public void begin(
      AccountId account, SessionId session, Instant now, Instant expires, boolean bySlot) {
    sql.update(FORGET_ACCESS, account.value(), now);
    sql.update(FORGET_SESSIONS, account.value(), now);
    sql.update(BEGIN, account.value(), session.value(), now, expires, bySlot);
  }

  public void add(
      AccountId account,
      SessionId session,
      TokenId token,
      Instant expires,
      byte[] refreshHash,
      Instant now) {
    sql.update(ADD_ACCESS, account.value(), session.value(), token.value(), expires);
    sql.update(ADD_REFRESH, account.value(), session.value(), refreshHash, now);
  }

  public Optional<Refresh> lock(AccountId account, byte[] refreshHash, Instant now) {
    return sql.find(
        LOCK_REFRESH,
        row ->
            new Refresh(
                new SessionId(row.uuid("session_id")),
                row.instant("expires_at"),
                row.flag("used"),
                row.flag("over")),
        now,
        account.value(),
        refreshHash);
  }

  public void use(AccountId account, byte[] refreshHash, Instant now) {
    sql.updateOne(USE, now, account.value(), refreshHash);
  }

  /** Whether the session was open until now. */
  public boolean revoke(AccountId account, SessionId session, Instant now) {
    sql.update(REVOKE_ACCESS, now, account.value(), session.value());
    return sql.update(REVOKE, now, account.value(), session.value()) == 1;
  }

  public Optional<SessionId> sessionOf(AccountId account, TokenId token) {
    return sql.find(
        SESSION_OF, row -> new SessionId(row.uuid("session_id")), account.value(), token.value());
  }

  /** Whether the session of this token was opened with a slot's key. */
  public boolean isBySlot(AccountId account, TokenId token) {
    return sql.find(BY_SLOT, row -> row.flag("by_slot"), account.value(), token.value())
        .orElse(false);
  }

  /** The open sessions, newest first. */
  public List<Sessions.Open> open(
      AccountId account, Optional<SessionId> current, Instant now, int most) {
    return sql.list(
        ALL_OPEN,
        row -> {
          var id = new SessionId(row.uuid("session_id"));
          return new Sessions.Open(
              id,
              row.instant("created_at"),
              row.instant("renewed_at"),
              row.instant("expires_at"),
              current.equals(Optional.of(id)));
        },
        account.value(),
        now,
        most);
  }

  public boolean isOpen(AccountId account, TokenId token, Instant now) {
    return sql.one(OPEN, row -> row.number("open"), account.value(), token.value(), now) == 1;
  }
}
