/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.audit;

import org.jspecify.annotations.NullMarked;
