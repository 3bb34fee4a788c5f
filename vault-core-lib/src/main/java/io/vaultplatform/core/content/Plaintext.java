package io.vaultplatform.core.content;

import java.io.OutputStream;

/** A class A document that the server opens for whoever was allowed to, piece by piece. */
public interface Plaintext {

  /** What it is the content of. */
  StoredDocument document();

  /** Bytes of the true content, without padding. */
  long size();

  /**
   * Writes the content; constant memory, transactions of its own, outside of any other.
   *
   * <p>The last byte follows only when the whole file was found to be what its owner signed:
   * whoever got {@link #size} bytes has the true content, and whoever got fewer discards them.
   *
   * @param out not closed
   * @throws io.vaultplatform.core.base.VaultException when the file is not what its manifest says
   */
  void writeTo(OutputStream out);
}
