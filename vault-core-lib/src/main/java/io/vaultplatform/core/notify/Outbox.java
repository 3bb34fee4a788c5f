package io.vaultplatform.core.notify;

/**
 * The way out. What is added in a transaction goes out after its commit, at least once, and never
 * when it was rolled back.
 *
 * <p>The row's payload is sealed by the key service, so neither addresses nor link tokens can be
 * read in the table; it is emptied once the thing has gone out.
 */
public interface Outbox {

  /**
   * Adds in the caller's transaction, which must exist. An id that is already there changes
   * nothing.
   */
  void add(Outgoing outgoing);

  /**
   * Drops what has not gone out yet about this subject and occasion, in the caller's transaction.
   */
  void withdraw(About about);
}
