/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.app;

import org.jspecify.annotations.NullMarked;
