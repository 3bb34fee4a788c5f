package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.Refusal;
import io.vaultplatform.core.base.VaultId;
import io.vaultplatform.core.content.ArmedEpoch;
import io.vaultplatform.core.content.DocumentId;
import io.vaultplatform.core.content.Joining;
import io.vaultplatform.core.content.Manifest;
import io.vaultplatform.core.content.spi.ArmedEpochs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

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

  /** Whether a release can still hand something over; see {@link ArmedEpochs#underWay}. */
  boolean underWay(VaultId vault) {
    for (var source : sources) {
      if (source.underWay(vault)) {
        return true;
      }
    }
    return false;
  }

  /** What whoever armed this vault says to the list; see {@link ArmedEpochs#judge}. */
  Optional<Refusal> judge(Joining joining) {
    return whoArmed(joining.manifest()).judge(joining);
  }

  /** Makes the list the current one; see {@link ArmedEpochs#take}. */
  Optional<Refusal> take(Joining joining) {
    return whoArmed(joining.manifest()).take(joining);
  }

  /** Why the headers of this document stay; see {@link ArmedEpochs#pinned}. */
  Optional<Refusal> pinned(VaultId vault, DocumentId document) {
    for (var source : sources) {
      var why = source.pinned(vault, document);
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  private ArmedEpochs whoArmed(Manifest manifest) {
    for (var source : sources) {
      var armed = source.of(manifest.vault());
      boolean named =
          manifest
              .escrow()
              .map(names -> armed.stream().anyMatch(e -> e.trigger().equals(names.trigger())))
              .orElse(!armed.isEmpty());
      if (named) {
        return source;
      }
    }
    throw new IllegalStateException("a list was accepted for a vault that nobody armed");
  }
}
