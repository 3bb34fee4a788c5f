/**
 * The audit log: a hash chain per vault and per account, written inside the transaction of whatever
 * it records, signed entry by entry, and checkable offline by anybody.
 *
 * <p>{@link io.vaultplatform.core.audit.AuditLog} is the service; {@link
 * io.vaultplatform.core.audit.LogVerifier} is the check, which needs nothing of us. Everything here
 * is pure; the tables and the key live in {@code internal}.
 */
@NullMarked
package io.vaultplatform.core.audit;

import org.jspecify.annotations.NullMarked;
