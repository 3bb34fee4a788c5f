/** Accounts and back-off, tried. */
@NullMarked
package io.vaultplatform.core.accounts;

import org.jspecify.annotations.NullMarked;
