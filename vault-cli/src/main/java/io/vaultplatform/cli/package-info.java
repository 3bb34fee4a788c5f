/**
 * The user's own tool: one class per command, each thin; what it does is in {@code work}, what it
 * keeps in {@code home}, how it talks in {@code http}.
 */
@NullMarked
package io.vaultplatform.cli;

import org.jspecify.annotations.NullMarked;
