package io.vaultplatform.core.store;

/** Reading the log without a right to change anything. Runs as {@code vault_auditor}. */
public non-sealed interface AuditorWork extends RoleWork {}
