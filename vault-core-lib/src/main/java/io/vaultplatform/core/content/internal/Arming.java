package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/** What a vault is armed with, as told by everybody who arms. */
@ApplicationScoped
class Arming {
  private final Iterable<ArmedEpochs> sources;

  @Inject
  Arming(@Any Instance<ArmedEpochs> sources) {
    this.sources = sources;
  }

  /** With known sources. */
  Arming(List<ArmedEpochs> sources) {
    this.sources = sources;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Arming() {
    sources = null;
  }

  List<ArmedEpoch> of(VaultId vault) {
    var armed = new java.util.ArrayList<ArmedEpoch>();
    sources.forEach(source -> armed.addAll(source.of(vault)));
    return List.copyOf(armed);
  }
}
