/** Orders on real rows, with real keys. */
@NullMarked
package io.vaultplatform.core.orders.internal;

import org.jspecify.annotations.NullMarked;
