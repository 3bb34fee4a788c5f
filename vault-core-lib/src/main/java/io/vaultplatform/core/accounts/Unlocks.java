package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.crypto.Signed;
import java.time.Instant;

/**
 * How an owner's keys are unlocked, and what happens when they are replaced. Every call is a
 * transaction of its own, and the owner is told by letter.
 */
public interface Unlocks {

  /**
   * Replaces bundle and slots, and the key that signs in where it changes; then every other session
   * ends.
   *
   * @return the new version of the bundle
   */
  Outcome<Long> change(AccountId owner, TokenId asking, UnlockChange change);

  /**
   * Enters a recovery drill.
   *
   * @param asking of a session that a slot's key opened; another one proves nothing
   * @return when it was entered
   */
  Outcome<Instant> drilled(AccountId owner, TokenId asking, Signed drill);

  /**
   * Publishes the next epoch of the owner's keys together with the bundle that holds them; refused
   * while something counts on the old ones.
   *
   * @param succession signed by the keys that count now and by the new ones
   * @return the new version of the bundle
   */
  Outcome<Long> rotate(AccountId owner, TokenId asking, UnlockChange change, Signed succession);
}
