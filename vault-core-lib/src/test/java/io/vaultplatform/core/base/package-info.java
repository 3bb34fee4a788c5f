/** Tests of the shared words. */
@NullMarked
package io.vaultplatform.core.base;

import org.jspecify.annotations.NullMarked;
