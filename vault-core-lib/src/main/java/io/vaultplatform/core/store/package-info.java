/**
 * The plumbing under every feature's {@code internal} package: who acts, in which transaction,
 * under which database role, and SQL that says what it does.
 *
 * <p>Unlike other root packages this one is no pure core: it exists to be used by shells. Nothing
 * outside {@code internal} packages may touch it.
 */
@NullMarked
package io.vaultplatform.core.store;

import org.jspecify.annotations.NullMarked;
