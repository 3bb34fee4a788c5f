package io.vaultplatform.core.content;

import io.vaultplatform.core.base.Outcome;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;
import java.util.Optional;

/** The vaults that whoever acts may see. Every call joins the caller's transaction. */
public interface Vaults {

  /**
   * Makes a vault for whoever acts, and its platform identity; audited.
   *
   * @param id chosen by the client, so that asking twice makes one vault
   * @param label an age file to the owner: a vault's name is content
   * @param suite of every key that its files are encrypted to
   */
  Outcome<VaultView> create(VaultId id, byte[] label, Suite suite);

  /**
   * Vaults of one's own and those one was granted something in, by id.
   *
   * @param after the last id of the previous page
   * @param limit 1 to 100
   */
  List<VaultView> list(Optional<VaultId> after, int limit);

  /**
   * A vault, if whoever acts may see it; "not found" is the answer for unknown and foreign alike.
   */
  Outcome<Vault> find(VaultId vault);
}
