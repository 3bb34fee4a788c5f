package io.vaultplatform.core.content.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vaultplatform.core.base.VaultId;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a blob store promises; an adapter passes it with a subclass of five lines. */
public abstract class BlobStoreContract {

  /** The store under test. */
  protected abstract BlobStore store();

  /** A vault that the work may write to. */
  protected abstract VaultId vault();

  /** Does something in a transaction that commits. */
  protected abstract <T> T work(Supplier<T> work);

  @Test
  void a_piece_is_read_back_whole_and_in_parts() {
    var bytes = random(BlobStore.PIECE);
    var blob = blob();
    put(blob, 0, bytes);
    assertThat(get(blob, 0, 0, BlobStore.PIECE)).contains(bytes);
    assertThat(get(blob, 0, 17, 1000)).contains(Arrays.copyOfRange(bytes, 17, 1017));
    assertThat(get(blob, 0, BlobStore.PIECE - 1, 1000))
        .contains(new byte[] {bytes[BlobStore.PIECE - 1]});
  }

  @Test
  void pieces_of_one_blob_and_blobs_of_one_vault_are_kept_apart() {
    var first = blob();
    var second = blob();
    put(first, 0, new byte[] {1});
    put(first, 1, new byte[] {2});
    put(second, 0, new byte[] {3});
    assertThat(get(first, 1, 0, 9)).contains(new byte[] {2});
    assertThat(get(second, 0, 0, 9)).contains(new byte[] {3});
    assertThat(get(second, 1, 0, 9)).isEmpty();
  }

  @Test
  void a_piece_is_written_once() {
    var blob = blob();
    put(blob, 0, new byte[] {1});
    assertThatThrownBy(() -> put(blob, 0, new byte[] {2})).isInstanceOf(RuntimeException.class);
    assertThat(get(blob, 0, 0, 9)).contains(new byte[] {1});
  }

  @Test
  void an_empty_piece_and_one_that_is_too_long_are_refused() {
    assertThatThrownBy(() -> put(blob(), 0, new byte[0])).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> put(blob(), 0, new byte[BlobStore.PIECE + 1]))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void a_deleted_blob_is_gone_and_deleting_it_again_changes_nothing() {
    var blob = blob();
    var other = blob();
    put(blob, 0, new byte[] {1});
    put(other, 0, new byte[] {2});
    delete(blob);
    delete(blob);
    assertThat(get(blob, 0, 0, 9)).isEmpty();
    assertThat(get(other, 0, 0, 9)).contains(new byte[] {2});
  }

  private static BlobId blob() {
    return new BlobId(UUID.randomUUID());
  }

  private void put(BlobId blob, int number, byte[] bytes) {
    work(
        () -> {
          store().put(vault(), blob, number, bytes);
          return number;
        });
  }

  private java.util.Optional<byte[]> get(BlobId blob, int number, int from, int length) {
    return work(() -> store().get(vault(), blob, number, from, length));
  }

  private void delete(BlobId blob) {
    work(
        () -> {
          store().delete(vault(), blob);
          return blob;
        });
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
