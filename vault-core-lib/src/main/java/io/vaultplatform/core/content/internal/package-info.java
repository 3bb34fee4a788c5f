/**
 * Vaults and documents in the database, payloads in the blob store, and the order in which both
 * change.
 */
@NullMarked
package io.vaultplatform.core.content.internal;

import org.jspecify.annotations.NullMarked;
