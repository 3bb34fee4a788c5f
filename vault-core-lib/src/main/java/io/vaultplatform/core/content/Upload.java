package io.vaultplatform.core.content;

import io.vaultplatform.core.audit.Receipt;
import java.util.Optional;

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

  /**
   * The version is stored, and this is the receipt for it.
   *
   * @param change what it did to who can read the document; empty for a first version, and when an
   *     answer is given once more
   */
  record Complete(StoredDocument document, Receipt receipt, Optional<AccessChange> change)
      implements Upload {
    @Override
    public long offset() {
      return document.manifest().payloadSize();
    }
  }
}
