package io.vaultplatform.core.crypto;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Keeps plaintext up to a bound and, beyond it, only the fact that there was more. */
final class BoundedSink extends OutputStream {
  private final int bound;
  private final Buffer kept = new Buffer();
  private boolean overflowed;

  BoundedSink(int bound) {
    this.bound = bound;
  }

  boolean overflowed() {
    return overflowed;
  }

  /** What was kept; the buffer is zeroed. */
  SecretBytes take() {
    return kept.take();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (overflowed || length > bound - kept.size()) {
      overflowed = true;
    } else {
      kept.write(bytes, offset, length);
    }
  }

  private static final class Buffer extends ByteArrayOutputStream {
    SecretBytes take() {
      var secret = SecretBytes.taking(toByteArray());
      Arrays.fill(buf, (byte) 0);
      reset();
      return secret;
    }
  }
}
