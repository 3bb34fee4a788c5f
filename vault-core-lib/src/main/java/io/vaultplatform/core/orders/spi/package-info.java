/** What a feature implements that can carry out orders. */
@NullMarked
package io.vaultplatform.core.orders.spi;

import org.jspecify.annotations.NullMarked;
