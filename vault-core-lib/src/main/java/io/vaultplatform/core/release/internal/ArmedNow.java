package io.vaultplatform.core.release.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Tells content which epochs a vault is armed with, so that a new class B document names the
 * current one.
 */
@ApplicationScoped
class ArmedNow implements ArmedEpochs {
  private final EscrowRows rows;

  @Inject
  ArmedNow(EscrowRows rows) {
    this.rows = rows;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  ArmedNow() {
    rows = null;
  }

  @Override
  public List<ArmedEpoch> of(VaultId vault) {
    return rows.live(vault).stream().map(row -> ArmDesk.armed(row.readPolicy())).toList();
  }
}
