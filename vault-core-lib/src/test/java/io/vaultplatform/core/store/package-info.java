/** Real PostgreSQL for every {@code *IT}, and transactions without a container. */
@NullMarked
package io.vaultplatform.core.store;

import org.jspecify.annotations.NullMarked;
