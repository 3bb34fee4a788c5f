/** The book of orders, the tick that carries them out, and the orders about keys. */
@NullMarked
package io.vaultplatform.core.orders.internal;

import org.jspecify.annotations.NullMarked;
