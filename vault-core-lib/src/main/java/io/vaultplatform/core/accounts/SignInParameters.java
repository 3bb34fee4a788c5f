package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.Bytes;

/**
 * What a client is told before it signs in; of the same shape whether the name exists or not, and
 * whatever unlocks its keys.
 *
 * @param passphrase how the keys of a passphrase are derived
 * @param prfSalt 32 bytes that a passkey's PRF is evaluated at, where there is one
 */
public record SignInParameters(KdfParameters passphrase, Bytes prfSalt) {}
