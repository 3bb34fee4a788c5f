/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.triggers;

import org.jspecify.annotations.NullMarked;
