/** Tests of this module as a whole. */
@NullMarked
package io.vaultplatform.finalfile;

import org.jspecify.annotations.NullMarked;
