package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.keys.PublicKeys;

/**
 * An account as its owner sees it.
 *
 * @param epoch of the owner's keys, from 1
 * @param bundleVersion from 1; every exchange of the bundle counts it up
 */
public record Account(
    AccountId id,
    AccountName name,
    PublicKeys keys,
    int epoch,
    Bundle bundle,
    long bundleVersion) {}
