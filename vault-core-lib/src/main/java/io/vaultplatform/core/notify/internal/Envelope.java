package io.vaultplatform.core.notify.internal;

import io.vaultplatform.core.notify.OutgoingId;
import io.vaultplatform.core.notify.Scope;

/**
 * Seals the payload of one outbox row, bound to the row's id and scope: a payload copied to another
 * row does not open.
 */
interface Envelope {

  /** Seals the payload of one row. */
  byte[] seal(Scope scope, OutgoingId id, byte[] payload);

  /**
   * Opens the payload of one row.
   *
   * @throws io.vaultplatform.core.base.VaultException when it was not sealed for this row
   */
  byte[] open(Scope scope, OutgoingId id, byte[] sealed);
}
