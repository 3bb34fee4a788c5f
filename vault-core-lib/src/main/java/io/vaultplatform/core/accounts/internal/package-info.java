/** Accounts, sessions and token keys on PostgreSQL. */
@NullMarked
package io.vaultplatform.core.accounts.internal;

import org.jspecify.annotations.NullMarked;
