package io.vaultplatform.core.accounts;

import io.vaultplatform.core.base.AccountId;
import io.vaultplatform.core.base.Bytes;
import io.vaultplatform.core.keys.PublicKeys;
import java.time.Instant;
import java.util.Optional;

/**
 * An account as its owner sees it.
 *
 * @param epoch of the owner's keys, from 1
 * @param bundleVersion from 1; every exchange of bundle or slots counts it up
 * @param slots the four unlock slots, one behind the other
 * @param drilledAt when a recovery was last practised
 */
public record Account(
    AccountId id,
    AccountName name,
    PublicKeys keys,
    int epoch,
    Bundle bundle,
    long bundleVersion,
    Bytes slots,
    Instant slotsChangedAt,
    Optional<Instant> drilledAt) {}
