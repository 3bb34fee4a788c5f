/** The container side of {@code store}: JTA, interceptors, producers. */
@NullMarked
package io.vaultplatform.core.store.internal;

import org.jspecify.annotations.NullMarked;
