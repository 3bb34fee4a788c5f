package io.vaultplatform.cli.work;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;

/** A vault as the list shows it to this account. */
public sealed interface ListedVault {

  /** Which one. */
  VaultId id();

  /** One's own, with the name that only its owner reads. */
  record Mine(VaultId id, String label) implements ListedVault {}

  /**
   * One's own, whose label does not open.
   *
   * @param why one clause for people
   */
  record Unread(VaultId id, String why) implements ListedVault {}

  /** Somebody else's, who granted something in it. Its label is for them alone. */
  record Shared(VaultId id, AccountId owner) implements ListedVault {}
}
