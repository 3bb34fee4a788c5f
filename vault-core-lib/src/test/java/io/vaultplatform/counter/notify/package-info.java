/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.notify;

import org.jspecify.annotations.NullMarked;
