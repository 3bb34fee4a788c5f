package io.vaultplatform.core.store;

/**
 * What operators ordered to be done to keys: reads and re-seals sealed columns, and no others. Runs
 * as {@code vault_keeper}.
 */
public non-sealed interface KeeperWork extends RoleWork {}
