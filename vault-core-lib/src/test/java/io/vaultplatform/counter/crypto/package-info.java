/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.crypto;

import org.jspecify.annotations.NullMarked;
