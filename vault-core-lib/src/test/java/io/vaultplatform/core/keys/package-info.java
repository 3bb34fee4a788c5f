/** Tests of {@code keys}. */
@NullMarked
package io.vaultplatform.core.keys;

import org.jspecify.annotations.NullMarked;
