/**
 * Tests of the escrow: every subset of shares, every tampering, and a server that tries by itself.
 */
@NullMarked
package io.vaultplatform.core.escrow;

import org.jspecify.annotations.NullMarked;
