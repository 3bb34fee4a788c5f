package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.crypto.VerificationKey;
import io.vaultplatform.core.keys.KeyDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** {@link Owners} from the key directory. */
@ApplicationScoped
class PublishedKeys implements Owners {
  private final KeyDirectory directory;

  @Inject
  PublishedKeys(KeyDirectory directory) {
    this.directory = directory;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  PublishedKeys() {
    directory = null;
  }

  @Override
  public List<VerificationKey> signingKeys(AccountId owner) {
    var history = directory.history(owner).reversed();
    if (history.isEmpty()) {
      throw new VaultException("account " + owner + " published no keys");
    }
    return history.stream().map(epoch -> epoch.keys().signing()).toList();
  }
}
