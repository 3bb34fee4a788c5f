/**
 * Class B released by construction: the packets, shares and signed statements of an escrow, what
 * each party does with them on its own device, and the gate's decision. Pure; the gate's rows are
 * in {@code internal}.
 */
@NullMarked
package io.vaultplatform.core.escrow;

import org.jspecify.annotations.NullMarked;
