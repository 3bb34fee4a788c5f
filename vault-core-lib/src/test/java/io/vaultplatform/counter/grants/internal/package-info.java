/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.grants.internal;

import org.jspecify.annotations.NullMarked;
