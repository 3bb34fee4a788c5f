package io.vaultplatform.core.content;

import io.vaultplatform.core.audit.Receipt;

/** Where an upload stands. */
public sealed interface Upload {

  /** Bytes of the payload that are kept. */
  long offset();

  /**
   * More bytes are awaited.
   *
   * @param size bytes of the whole payload
   */
  record Waiting(long offset, long size) implements Upload {}

  /** The version is stored, and this is the receipt for it. */
  record Complete(StoredDocument document, Receipt receipt) implements Upload {
    @Override
    public long offset() {
      return document.manifest().payloadSize();
    }
  }
}
