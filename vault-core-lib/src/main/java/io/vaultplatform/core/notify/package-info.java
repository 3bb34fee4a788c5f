/**
 * What leaves the house: letters through channels that can prove acceptance, and the links in them.
 *
 * <p>An {@link io.vaultplatform.core.notify.Outbox} row is written in the transaction that decided
 * to send, so no decision is lost and no letter is sent for a decision that was rolled back. The
 * channel's acceptance is the evidence; it goes to the audit log and to the listeners in one
 * transaction.
 */
@NullMarked
package io.vaultplatform.core.notify;

import org.jspecify.annotations.NullMarked;
