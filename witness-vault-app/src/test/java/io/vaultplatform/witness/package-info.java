/** Tests of this module as a whole. */
@NullMarked
package io.vaultplatform.witness;

import org.jspecify.annotations.NullMarked;
