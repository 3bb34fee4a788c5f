package io.vaultplatform.core.people.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.keys.KeyDirectory;
import io.vaultplatform.core.people.PersonKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Owners' keys as the key directory has them. */
@ApplicationScoped
class DirectoryKeys implements OwnerKeys {
  private final KeyDirectory directory;

  @Inject
  DirectoryKeys(KeyDirectory directory) {
    this.directory = directory;
  }

  // For the container's proxy, which never uses the field.
  @SuppressWarnings("NullAway")
  DirectoryKeys() {
    this(null);
  }

  @Override
  public List<PersonKeys> of(AccountId owner) {
    // No keys would mean that anybody may become a trustee: that is a broken directory, and no
    // answer.
    var history = directory.history(owner).reversed();
    if (history.isEmpty()) {
      throw new VaultException("account " + owner + " has no keys in the directory");
    }
    return history.stream()
        .map(epoch -> new PersonKeys(epoch.keys().recipient(), Optional.of(epoch.keys().signing())))
        .toList();
  }
}
