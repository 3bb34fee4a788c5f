package io.vaultplatform.core.keys;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.Signed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who published which keys. The audit log is the directory: every row has its {@code key_published}
 * entry in the account's own chain, so a key that was swapped shows there.
 */
public interface KeyDirectory {

  /** Publishes an account's first keys, in the caller's transaction. */
  void publish(AccountId account, PublicKeys keys);

  /**
   * Publishes the next epoch of an account's keys, in the caller's transaction.
   *
   * @param next found to follow the keys that count now
   * @param signed as it was signed by both
   */
  void succeed(AccountId account, KeySuccession next, Signed signed);

  /** Every epoch of an account, the first one first; how each came is checked by whoever asks. */
  List<KeySuccession.Epoch> history(AccountId account);

  /** The keys that count now. */
  Optional<Published> find(AccountId account);

  /** The newest publication of exactly these keys, by the hash of their fingerprint. */
  Optional<Published> findByFingerprint(String fingerprint);

  /** One row of the directory. */
  record Published(AccountId account, int epoch, PublicKeys keys, Instant at) {}
}
