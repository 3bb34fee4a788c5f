package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.crypto.Signed;
import java.util.Optional;

/**
 * An upload under way, as its row says.
 *
 * @param becoming the version that it becomes with its last byte
 * @param releaseList the list that becomes current with it, while its vault is armed
 * @param received bytes kept so far: whole pieces, or everything
 */
record Transfer(StoredDocument becoming, Optional<Signed> releaseList, BlobId blob, long received) {

  long size() {
    return becoming.manifest().payloadSize();
  }

  boolean isComplete() {
    return received == size();
  }

  /** The number of the piece that comes next. */
  int nextPiece() {
    return (int) (received / BlobStore.PIECE);
  }

  /** How many bytes the next piece has. */
  int nextLength() {
    return (int) Math.min(BlobStore.PIECE, size() - received);
  }

  Transfer plus(int bytes) {
    return new Transfer(becoming, releaseList, blob, received + bytes);
  }
}
