package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.SecretBytes;

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
   * Whether an access token that is well signed and not expired still counts. Asked at every
   * request.
   */
  boolean isOpen(AccountId account, TokenId token);
}
