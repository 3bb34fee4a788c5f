package io.vaultplatform.core.content;

import io.vaultplatform.core.base.VaultId;
import java.time.Instant;

/** Hears what became of the letter about a weakening; for whoever sends it, as the engine. */
public interface ClassNotice {

  /** Locks the order, before anything is entered in the log. Joins the caller's transaction. */
  void lock(VaultId vault, DocumentId successor);

  /**
   * A mail server took the letter: the waiting begins. Only the first one counts, and none once the
   * order is over. Joins the caller's transaction.
   */
  void told(VaultId vault, DocumentId successor, Instant at);

  /** Whether the order may still be carried out. Joins the caller's transaction. */
  boolean isOpen(VaultId vault, DocumentId successor);
}
