package io.vaultplatform.core.keys.spi;

import io.vaultplatform.core.base.AccountId;

/** Tells an owner what happened to their keys, in the transaction in which it happened. */
public interface KeyNotices {

  /** What there is to tell. */
  enum News {
    /** Slots were added, taken away or replaced. */
    SLOTS_CHANGED,
    /** The passphrase, or the work that it takes, was replaced. */
    PASSPHRASE_CHANGED,
    /** Somebody signed in with what is there for a recovery. */
    RECOVERY_USED,
    /** The owner's keys were replaced by new ones. */
    KEYS_REPLACED
  }

  void tell(AccountId owner, News news);
}
