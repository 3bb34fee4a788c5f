/** Grants on real rows. */
@NullMarked
package io.vaultplatform.core.grants.internal;

import org.jspecify.annotations.NullMarked;
