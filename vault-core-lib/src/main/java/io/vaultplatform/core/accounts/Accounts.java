package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;

/** Local accounts. Every call is a transaction of its own. */
public interface Accounts {

  /**
   * How the client of this account derives its keys. For a name that does not exist: parameters and
   * a salt of the same shape that stay the same, so that asking tells nothing.
   */
  SignInParameters parameters(AccountName name);

  /**
   * Makes the account and publishes its keys; refused when the name is taken or too many come from
   * this address.
   */
  Outcome<AccountId> register(Registration registration, NetworkAddress from);

  /** The account of the person who is signed in. */
  Outcome<Account> account(AccountId owner);

  /**
   * Replaces the owner's bundle.
   *
   * @param expected the version it replaces; refused as stale when another one is there now
   * @param statement {@code bundle-change/v1}, by the owner's key that counts now
   * @return the new version
   */
  Outcome<Long> storeBundle(AccountId owner, Bundle bundle, long expected, Signed statement);
}
