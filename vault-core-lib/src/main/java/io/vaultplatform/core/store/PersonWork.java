package io.vaultplatform.core.store;

import io.vaultplatform.core.base.AccountId;
import java.util.function.Supplier;

/**
 * Work in a new transaction as one account that has just been recognised but is not signed in yet
 * (registration, sign-in, refresh). Everybody else is recognised by the web layer and uses {@link
 * Work}.
 */
public interface PersonWork {

  /** Does the work as this account; an exception or a returned refusal rolls back. */
  <T> T as(AccountId account, Supplier<T> work);
}
