package io.vaultplatform.core.people;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.notify.Destination;
import java.util.List;

/**
 * Where the people of a vault are reached: for whoever adds letters about it to the outbox. Joins
 * the caller's transaction, which sees what its role may see.
 */
public interface Reach {

  /**
   * The owner's confirmed addresses, in order of preference; empty when there is none, and then
   * nothing may be armed.
   */
  List<Destination> owner(VaultId vault);

  /** A trustee's addresses. */
  List<Destination> trustee(VaultId vault, TrusteeId trustee);

  /** A recipient's addresses. */
  List<Destination> recipient(VaultId vault, RecipientId recipient);

  /** How the owner wants to be called before the people they named. */
  Alias ownerAlias(VaultId vault);
}
