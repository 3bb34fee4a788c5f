package io.vaultplatform.core.kms;

import io.vaultplatform.core.base.VaultId;

/**
 * Single columns of a vault, sealed under the vault's own data key, which the key service seals in
 * turn.
 *
 * <p>The data key is made with the first value and joins the caller's transaction. Destroying it
 * makes every sealed column of the vault unreadable at once. Format: {@code
 * docs/formats/sealed-column-v1.md}.
 */
public interface VaultKeys {

  /** Seals a text for one cell. */
  byte[] seal(VaultId vault, Column column, String text);

  /**
   * Opens what {@link #seal} made for the same cell of the same vault.
   *
   * @throws io.vaultplatform.core.base.VaultException when it was moved or changed, or the key is
   *     destroyed
   */
  String open(VaultId vault, Column column, byte[] sealed);

  /** Whether the vault or the person whose column it is was erased for good. */
  boolean erased(VaultId vault, Column column);
}
