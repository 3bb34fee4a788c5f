package io.vaultplatform.core.store;

/** Removes what was erased. Runs as {@code vault_eraser}, the only role that may. */
public non-sealed interface EraserWork extends RoleWork {}
