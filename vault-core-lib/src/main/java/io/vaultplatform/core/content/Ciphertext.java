package io.vaultplatform.core.content;

import java.io.OutputStream;

/** A document as one valid {@code .age} file, header ‖ payload, read piece by piece. */
public interface Ciphertext {

  /** What it is the ciphertext of. */
  StoredDocument document();

  /** Bytes of the file. */
  long size();

  /**
   * Writes a part of the file; constant memory, a transaction per piece, outside of any other.
   *
   * @param from first byte, from 0
   * @param length bytes to write; {@code from + length} is at most {@link #size}
   * @param out not closed
   */
  void writeTo(OutputStream out, long from, long length);
}
