package io.vaultplatform.core.content;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Hides the exact length of a file before it is encrypted, for at most 12 % more bytes.
 *
 * <p>An age file is as long as its plaintext plus a constant, so a length can name a well-known
 * document. Padmé rounds a length L up so that only its first ⌊log₂⌊log₂ L⌋⌋+1 bits after the
 * leading one vary: of the lengths up to L only O(log log L) bits leak. Padding is zero bytes at
 * the end; the true length is in the encrypted metadata.
 *
 * @see <a href="https://arxiv.org/abs/1806.03160">Nikitin et al., Reducing Metadata Leakage from
 *     Encrypted Files and Communication with PURBs, section 4</a>
 */
public final class Padme {
  /** The name of this padding in {@code document-metadata/v1}. */
  public static final String NAME = "padme";

  private Padme() {}

  /**
   * The padded length, in bytes.
   *
   * @param length the true length, 0 to 2^52
   */
  public static long padded(long length) {
    if (length < 0 || length > 1L << 52) {
      throw new IllegalArgumentException("a length is 0 to 2^52 bytes");
    }
    if (length < 2) {
      return length;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(length);
    int kept = 32 - Integer.numberOfLeadingZeros(exponent);
    long mask = (1L << (exponent - kept)) - 1;
    return (length + mask) & ~mask;
  }

  /**
   * The plaintext followed by its padding.
   *
   * <p>Reading fails when the plaintext turns out longer or shorter than promised: the manifest
   * would then name a wrong size.
   *
   * @param plain exactly {@code length} bytes
   */
  public static InputStream pad(InputStream plain, long length) {
    return new Padded(plain, length, padded(length) - length);
  }

  /**
   * A sink that passes on the first {@code length} bytes and swallows the padding behind them.
   *
   * <p>{@code close} fails when fewer came, and padding that is not zero fails at once: then these
   * are not the bytes that were padded.
   */
  public static OutputStream cut(OutputStream plain, long length) {
    return new Cut(plain, length);
  }

  private static final class Padded extends FilterInputStream {
    private long plain;
    private long zeros;
    private boolean ended;

    Padded(InputStream in, long plain, long zeros) {
      super(in);
      this.plain = plain;
      this.zeros = zeros;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (plain > 0) {
        int read = in.read(to, offset, (int) Math.min(count, plain));
        if (read < 0) {
          throw new IOException("The file became shorter while it was read.");
        }
        plain -= read;
        return read;
      }
      if (!ended && in.read() >= 0) {
        throw new IOException("The file became longer while it was read.");
      }
      ended = true;
      if (zeros == 0) {
        return -1;
      }
      int filled = (int) Math.min(count, zeros);
      Arrays.fill(to, offset, offset + filled, (byte) 0);
      zeros -= filled;
      return filled;
    }

    @Override
    public long skip(long count) {
      throw new UnsupportedOperationException("what is encrypted is read in full");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  private static final class Cut extends FilterOutputStream {
    private long left;

    Cut(OutputStream out, long left) {
      super(out);
      this.left = left;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
      int kept = (int) Math.min(count, left);
      out.write(from, offset, kept);
      left -= kept;
      for (int i = offset + kept; i < offset + count; i++) {
        if (from[i] != 0) {
          throw new IOException(
              "The padding holds something: this is not the file that was padded.");
        }
      }
    }

    @Override
    public void close() throws IOException {
      super.close();
      if (left > 0) {
        throw new IOException("The file is " + left + " bytes shorter than its metadata says.");
      }
    }
  }
}
