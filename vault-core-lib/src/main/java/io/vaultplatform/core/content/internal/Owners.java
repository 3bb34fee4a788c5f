package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.crypto.VerificationKey;
import java.util.List;

/** The published keys of owners, as content needs them. */
interface Owners {

  /**
   * The key that signs an owner's manifests now.
   *
   * @throws io.vaultplatform.core.base.VaultException when the account published none
   */
  default VerificationKey signingKey(AccountId owner) {
    return signingKeys(owner).getFirst();
  }

  /**
   * Every key that signed the owner's manifests, the current one first: what an earlier one signed
   * was taken while it counted, and is still the owner's word.
   */
  List<VerificationKey> signingKeys(AccountId owner);
}
