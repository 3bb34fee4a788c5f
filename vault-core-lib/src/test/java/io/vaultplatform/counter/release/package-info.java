/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.release;

import org.jspecify.annotations.NullMarked;
