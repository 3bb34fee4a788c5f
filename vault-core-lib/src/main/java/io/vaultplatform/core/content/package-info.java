/**
 * Vaults and what is entrusted to them: classes of encryption, owner-signed manifests, upload
 * rules.
 *
 * <p>The root package holds the decisions as pure functions and the service interfaces; client and
 * server check with the same code.
 */
@NullMarked
package io.vaultplatform.core.content;

import org.jspecify.annotations.NullMarked;
