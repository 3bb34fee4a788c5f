/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.keys;

import org.jspecify.annotations.NullMarked;
