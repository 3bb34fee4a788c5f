/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.content;

import org.jspecify.annotations.NullMarked;
