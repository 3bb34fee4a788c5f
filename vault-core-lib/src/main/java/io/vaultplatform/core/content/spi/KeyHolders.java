package io.vaultplatform.core.content.spi;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.crypto.Suite;
import java.util.List;

/** Whoever knows the people of a vault to whom something will be encrypted. */
public interface KeyHolders {

  /** What the owner calls those who have keys, but none of that suite. */
  List<String> without(VaultId vault, Suite suite);
}
