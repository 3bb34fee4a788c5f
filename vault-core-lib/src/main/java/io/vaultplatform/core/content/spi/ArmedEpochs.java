package io.vaultplatform.core.content.spi;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Joining;
import java.util.List;
import java.util.Optional;

/**
 * Tells which trigger epochs a vault is armed with; implemented by whoever arms. Without one,
 * nothing is armed and a manifest that names an epoch is refused.
 */
public interface ArmedEpochs {

  /** The epochs of that vault; called in the caller's transaction. */
  List<ArmedEpoch> of(VaultId vault);

  /**
   * Whether a release of this vault can still hand something over. Longer than {@link #of}: a
   * release that began takes no more documents, and gives those it names to people stage by stage.
   */
  default boolean underWay(VaultId vault) {
    return !of(vault).isEmpty();
  }

  /**
   * Why a release list may not follow the current one with that version in it; empty when it may.
   * Changes nothing, so it is asked before the payload.
   */
  Optional<Refusal> judge(Joining joining);

  /**
   * Why the headers of this document stay as they are; empty when they may change. A list names a
   * document by its manifest, and new headers come with a new one.
   */
  Optional<Refusal> pinned(VaultId vault, DocumentId document);

  /**
   * Asks again, now locked, and makes the list the current one, entry and all, in the transaction
   * that makes the version: neither is ever there without the other.
   */
  Optional<Refusal> take(Joining joining);
}
