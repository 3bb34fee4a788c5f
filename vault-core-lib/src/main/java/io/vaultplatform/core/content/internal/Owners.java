package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.VerificationKey;

/** The published keys of owners, as content needs them. */
interface Owners {

  /**
   * The key that signs an owner's manifests now.
   *
   * @throws io.vaultplatform.core.base.VaultException when the account published none
   */
  VerificationKey signingKey(AccountId owner);
}
