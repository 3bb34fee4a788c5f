/** The gate on a real database, for the tests of what leads to it. */
@NullMarked
package io.vaultplatform.core.escrow.internal;

import org.jspecify.annotations.NullMarked;
