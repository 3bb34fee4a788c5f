package io.vaultplatform.witness.api;

import static io.vaultplatform.witness.web.RefusedException.orThrow;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.Refusal.Reason;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.Vaults;
import io.vaultplatform.witness.web.RefusedException;
import io.vaultplatform.witness.web.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * The vault of a path that belongs to whoever asks. An empty list of somebody else's vault would be
 * an answer about it; unknown and foreign ones get the one answer that documents have.
 */
@RequestScoped
class OwnVault {
  @Inject private Vaults vaults;
  @Inject private SignedIn signedIn;

  VaultId of(UUID vault) {
    var view = orThrow(vaults.find(new VaultId(vault))).view();
    if (!view.owner().equals(signedIn.account())) {
      throw new RefusedException(
          Refusal.of(Reason.NOT_FOUND, "vault", "There is no such vault here."));
    }
    return view.id();
  }
}
