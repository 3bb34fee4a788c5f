package io.vaultplatform.core.store;

/**
 * The release gate's work: the only role that reads sealed escrow shares. Runs as {@code
 * vault_gate}.
 */
public non-sealed interface GateWork extends RoleWork {}
