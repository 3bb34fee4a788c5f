package io.vaultplatform.core.content.spi;

import io.vaultplatform.core.base.VaultId;
import java.util.Optional;

/**
 * Keeps the payloads of a vault, as numbered pieces.
 *
 * <p>Every piece of a blob is {@link #PIECE} bytes long, but the last. Which pieces a blob has, and
 * whether they are all, is kept by the caller. A piece is written once; whoever reads it gets those
 * bytes or none. Calls happen inside a transaction, which a store in the database joins.
 */
public interface BlobStore {
  /** Bytes of a piece: 4 MiB. */
  int PIECE = 4 * 1024 * 1024;

  /**
   * Keeps a piece.
   *
   * @param number from 0
   * @param bytes 1 to {@link #PIECE}
   * @throws RuntimeException when the piece is there already or cannot be kept; nothing is kept
   *     then
   */
  void put(VaultId vault, BlobId blob, int number, byte[] bytes);

  /**
   * A part of a piece; empty when there is no such piece or it may not be read.
   *
   * @param from first byte within the piece
   * @param length bytes, as far as the piece has them
   */
  Optional<byte[]> get(VaultId vault, BlobId blob, int number, int from, int length);

  /** Forgets every piece of the blob. Forgetting an unknown one changes nothing. */
  void delete(VaultId vault, BlobId blob);
}
