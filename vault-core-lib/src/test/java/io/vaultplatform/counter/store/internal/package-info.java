/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.store.internal;

import org.jspecify.annotations.NullMarked;
