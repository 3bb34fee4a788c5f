/** Measurements against peers: both sides in one run, and only their ratio counts. */
@NullMarked
package io.vaultplatform.benchmarks;

import org.jspecify.annotations.NullMarked;
