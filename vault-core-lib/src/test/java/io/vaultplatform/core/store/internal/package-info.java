/** The server's own login, looked at. */
@NullMarked
package io.vaultplatform.core.store.internal;

import org.jspecify.annotations.NullMarked;
