package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who published which keys. The audit log is the directory: every row has its {@code key_published}
 * entry in the account's own chain, so a key that was swapped shows there.
 */
public interface KeyDirectory {

  /**
   * Publishes the next epoch of an account's keys, in the caller's transaction.
   *
   * @return the epoch, from 1
   */
  int publish(AccountId account, PublicKeys keys);

  /** The keys that count now. */
  Optional<Published> find(AccountId account);

  /** The newest publication of exactly these keys, by the hash of their fingerprint. */
  Optional<Published> findByFingerprint(String fingerprint);

  /** One row of the directory. */
  record Published(AccountId account, int epoch, PublicKeys keys, Instant at) {}
}
