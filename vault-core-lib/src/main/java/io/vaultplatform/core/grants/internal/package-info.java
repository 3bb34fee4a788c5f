/** Grants in the database. */
@NullMarked
package io.vaultplatform.core.grants.internal;

import org.jspecify.annotations.NullMarked;
