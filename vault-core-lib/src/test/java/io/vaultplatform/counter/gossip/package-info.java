/** Wrong on purpose: what the rules must reject. */
@NullMarked
package io.vaultplatform.counter.gossip;

import org.jspecify.annotations.NullMarked;
