/** Releases on a real database, a real log, a real outbox and real cryptography. */
@NullMarked
package io.vaultplatform.core.release.internal;

import org.jspecify.annotations.NullMarked;
