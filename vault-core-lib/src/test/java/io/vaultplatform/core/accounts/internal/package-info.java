/** Accounts and sessions on real PostgreSQL. */
@NullMarked
package io.vaultplatform.core.accounts.internal;

import org.jspecify.annotations.NullMarked;
