package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.SecretBytes;
import java.time.Instant;
import java.util.List;

/** Signing in, staying and leaving. Every call is a transaction of its own. */
public interface Sessions {

  /** Signs in; the same answer in the same time for an unknown name and a wrong key. */
  SignIn signIn(AccountName name, SecretBytes authKey, NetworkAddress from);

  /**
   * Exchanges a refresh token for new tokens. One that comes a second time was stolen from one of
   * the two who presented it, so it ends the whole session.
   */
  SignIn refresh(String refreshToken);

  /** Ends the session that this access token belongs to, with all its tokens. */
  void signOut(AccountId account, TokenId token);

  /**
   * One sign-in that is open.
   *
   * @param since when it began
   * @param renewed when its tokens were last renewed
   * @param until when it ends by itself
   * @param current whether the asking token belongs to it
   */
  record Open(SessionId id, Instant since, Instant renewed, Instant until, boolean current) {}

  /** The account's open sessions, newest first, at most 200. */
  List<Open> open(AccountId account, TokenId asking);

  /** Ends one of the account's open sessions; false when it has no such one. */
  boolean end(AccountId account, SessionId session);

  /** Ends every session of the account but the one that this token belongs to; how many. */
  int endOthers(AccountId account, TokenId asking);

  /**
   * Whether an access token that is well signed and not expired still counts. Asked at every
   * request.
   */
  boolean isOpen(AccountId account, TokenId token);
}
