package io.vaultplatform.core.content.spi;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ClassOrder;
import io.vaultplatform.core.content.DocumentId;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells owners of what would weaken the protection of their content; implemented by whoever knows
 * where they are reached. Without one, nothing is ever weakened.
 */
public interface OwnerNotices {

  /**
   * Puts the letter about an order on its way, in the caller's transaction.
   *
   * @return false when the owner has no confirmed address; then nobody was told
   */
  boolean weakening(ClassOrder order, Instant asked, Duration waiting);

  /** Takes back what has not gone out yet, in the caller's transaction. */
  void withdraw(VaultId vault, DocumentId successor);
}
