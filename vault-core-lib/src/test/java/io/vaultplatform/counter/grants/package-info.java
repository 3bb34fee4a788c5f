/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.grants;

import org.jspecify.annotations.NullMarked;
