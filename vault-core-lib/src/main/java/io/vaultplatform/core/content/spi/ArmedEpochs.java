package io.vaultplatform.core.content.spi;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import java.util.List;

/**
 * Tells which trigger epochs a vault is armed with; implemented by whoever arms. Without one,
 * nothing is armed and a manifest that names an epoch is refused.
 */
public interface ArmedEpochs {

  /** The epochs of that vault; called in the caller's transaction. */
  List<ArmedEpoch> of(VaultId vault);
}
