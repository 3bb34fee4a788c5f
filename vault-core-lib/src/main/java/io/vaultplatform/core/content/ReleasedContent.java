package io.vaultplatform.core.content;

import io.vaultplatform.core.base.Outcome;

/**
 * Ciphertext for recipients, who have no account: for the release engine, which has checked link,
 * code and stage, and enters it in the log. It yields what is stored and opens nothing (INV-05).
 */
public interface ReleasedContent {

  /** A version as it is stored now. Joins the engine's transaction. */
  Outcome<StoredDocument> document(Item item);

  /**
   * The same with its payload. Joins the engine's transaction; writing takes new ones as the
   * engine.
   */
  Outcome<Ciphertext> fetch(Item item);
}
