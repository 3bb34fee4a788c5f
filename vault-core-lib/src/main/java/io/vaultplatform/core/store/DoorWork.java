package io.vaultplatform.core.store;

/**
 * Sign-in, before anybody is known: the only role that reads sign-in hashes and back-off counters.
 * Runs as {@code vault_door}.
 */
public non-sealed interface DoorWork extends RoleWork {}
