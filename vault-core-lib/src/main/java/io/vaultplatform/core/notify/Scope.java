package io.vaultplatform.core.notify;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.VaultId;
import java.util.Objects;

/** In whose audit log the delivery of an outgoing thing is recorded. */
public sealed interface Scope {

  /** A matter of one vault. */
  record OfVault(VaultId vault) implements Scope {
    public OfVault {
      Objects.requireNonNull(vault, "vault");
    }
  }

  /** A matter of an account as a whole, such as confirming its address. */
  record OfAccount(AccountId account) implements Scope {
    public OfAccount {
      Objects.requireNonNull(account, "account");
    }
  }
}
