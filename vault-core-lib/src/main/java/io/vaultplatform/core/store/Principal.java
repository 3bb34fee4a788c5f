package io.vaultplatform.core.store;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import java.util.Objects;

/**
 * Who acts in a transaction, as the database's row-level security sees it.
 *
 * <p>A {@link Person} sees the rows they own. A {@link Service} is a part of this server under a
 * database role of its own. A {@link LinkHolder} and {@link Nobody} see no row at all: what they
 * may do is done for them by a service that checked their link first.
 */
public sealed interface Principal {
  Principal NOBODY = new Nobody();

  /** A signed-in account. */
  record Person(AccountId account) implements Principal {
    public Person {
      Objects.requireNonNull(account, "account");
    }
  }

  /** Somebody without an account who holds a valid link into one vault. */
  record LinkHolder(VaultId vault) implements Principal {
    public LinkHolder {
      Objects.requireNonNull(vault, "vault");
    }
  }

  /** A part of this server, confined to one role. */
  record Service(DatabaseRole role) implements Principal {
    public Service {
      Objects.requireNonNull(role, "role");
    }
  }

  /** Not signed in. */
  record Nobody() implements Principal {}
}
