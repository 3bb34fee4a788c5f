package io.vaultplatform.core.content.internal;

import io.vaultplatform.core.base.VaultException;
import io.vaultplatform.core.content.Ciphertext;
import io.vaultplatform.core.content.StoredDocument;
import io.vaultplatform.core.content.spi.BlobId;
import io.vaultplatform.core.content.spi.BlobStore;
import io.vaultplatform.core.store.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Gives a stored file out, piece by piece: one buffer, one transaction per piece, each under the
 * eyes of row-level security. A grant taken back in the middle of a transfer ends the transfer.
 */
@ApplicationScoped
class Sending {
  private final Acting acting;
  private final BlobStore blobs;

  @Inject
  Sending(Acting acting, BlobStore blobs) {
    this.acting = acting;
    this.blobs = blobs;
  }

  /** For the proxy. */
  @SuppressWarnings("NullAway")
  Sending() {
    acting = null;
    blobs = null;
  }

  /** The file as whoever acts now will read it. */
  Ciphertext file(DocumentRows.Stored stored) {
    return new File(acting.who(), stored.document(), stored.blob());
  }

  /** The payload alone, as a stream for {@code who}. */
  InputStream payload(Principal who, DocumentRows.Stored stored) {
    var file = new File(who, stored.document(), stored.blob());
    return new PayloadStream(file, stored.document().manifest().payloadSize());
  }

  private final class File implements Ciphertext {
    private final Principal who;
    private final StoredDocument document;
    private final BlobId blob;

    File(Principal who, StoredDocument document, BlobId blob) {
      this.who = who;
      this.document = document;
      this.blob = blob;
    }

    @Override
    public StoredDocument document() {
      return document;
    }

    @Override
    public long size() {
      return document.fileSize();
    }

    @Override
    public void writeTo(OutputStream out, long from, long length) {
      if (from < 0 || length < 0 || from > size() - length) {
        throw new IllegalArgumentException("a part lies within the file");
      }
      var header = document.headers().document();
      try {
        long at = from;
        long end = from + length;
        if (at < header.length) {
          int count = (int) Math.min(header.length, end) - (int) at;
          out.write(header, (int) at, count);
          at += count;
        }
        while (at < end) {
          var part = part(at - header.length, end - at);
          out.write(part);
          at += part.length;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the client stopped reading", e);
      }
    }

    /** Bytes of the payload from {@code offset} to the end of their piece, or as many as wanted. */
    byte[] part(long offset, long wanted) {
      var item = document.item();
      int number = (int) (offset / BlobStore.PIECE);
      int from = (int) (offset % BlobStore.PIECE);
      int length = (int) Math.min(BlobStore.PIECE - from, wanted);
      var part = acting.anew(who, () -> blobs.get(item.vault(), blob, number, from, length));
      return part.filter(bytes -> bytes.length > 0)
          .orElseThrow(
              () ->
                  new VaultException(
                      "document "
                          + item.document()
                          + ": piece "
                          + number
                          + " is gone, or no longer to be read by "
                          + who));
    }
  }

  private static final class PayloadStream extends InputStream {
    private final File file;
    private final long size;
    private long next;
    private byte[] part = new byte[0];
    private int at;

    PayloadStream(File file, long size) {
      this.file = file;
      this.size = size;
    }

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      if (at == part.length) {
        if (next == size) {
          return -1;
        }
        part = file.part(next, size - next);
        next += part.length;
        at = 0;
      }
      int read = Math.min(count, part.length - at);
      System.arraycopy(part, at, to, offset, read);
      at += read;
      return read;
    }
  }
}
