package io.vaultplatform.core.people;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.notify.MailAddress;
import java.util.Optional;

/**
 * The addresses at which owners are reminded, and what they are called before the people they
 * named.
 */
public interface OwnerAddresses {

  /**
   * Sets a new address, which counts once the link in the letter to it was used; until then the
   * former one stays in use. Joins the caller's transaction.
   */
  Outcome<OwnerAddress> set(
      AccountId account, String product, MailAddress address, Optional<Alias> alias);

  /** What is known of it. Joins the caller's transaction. */
  Optional<OwnerAddress> of(AccountId account);

  /**
   * Uses the link of a confirmation letter; the former address is told. Runs in a transaction of
   * its own.
   */
  Outcome<OwnerAddress> confirm(String token);
}
