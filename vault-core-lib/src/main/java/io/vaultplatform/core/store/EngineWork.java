package io.vaultplatform.core.store;

/**
 * Ticks, outbox and links: work that belongs to no signed-in person. Runs as {@code vault_engine}.
 */
public non-sealed interface EngineWork extends RoleWork {}
