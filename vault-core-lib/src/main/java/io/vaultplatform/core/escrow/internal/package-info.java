/** The gate in this server: its rows, its keys, its own database role. */
@NullMarked
package io.vaultplatform.core.escrow.internal;

import org.jspecify.annotations.NullMarked;
