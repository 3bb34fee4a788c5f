/** The key directory on PostgreSQL. */
@NullMarked
package io.vaultplatform.core.keys.internal;

import org.jspecify.annotations.NullMarked;
