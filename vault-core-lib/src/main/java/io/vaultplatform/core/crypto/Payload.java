package io.vaultplatform.core.crypto;

import com.exceptionfactory.jagged.FileKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The payload of an age v1 file: the STREAM construction over ChaCha20-Poly1305 in chunks of 64 KiB
 * (C2SP {@code age.md}, "Payload").
 *
 * <p>Each chunk's nonce is its number and a flag for the last one, so chunks cannot be reordered,
 * dropped or appended. The cipher is the JDK's own provider's, which is the fast one.
 */
final class Payload {
  private static final int CHUNK = 64 * 1024;
  private static final int TAG = 16;
  private static final int NONCE = 16;

  private final Cipher cipher;
  private final int mode;
  private final SecretKeySpec key;
  private long chunk;

  private Payload(int mode, FileKey fileKey, byte[] nonce) {
    this.mode = mode;
    var info = "payload".getBytes(StandardCharsets.US_ASCII);
    var derived = Hkdf.derive(fileKey.getEncoded(), nonce, info, 32);
    key = new SecretKeySpec(derived, "ChaCha20");
    Arrays.fill(derived, (byte) 0);
    try {
      cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 is part of the JDK", e);
    }
  }

  /** Writes nonce and chunks; {@code plain} is read to its end. */
  static void encrypt(InputStream plain, FileKey fileKey, OutputStream age) throws IOException {
    var nonce = Randomness.bytes(NONCE);
    age.write(nonce);
    var payload = new Payload(Cipher.ENCRYPT_MODE, fileKey, nonce);
    var in = new byte[CHUNK];
    var next = new byte[CHUNK];
    var out = new byte[CHUNK + TAG];
    int size = plain.readNBytes(in, 0, CHUNK);
    while (true) {
      // Only by looking ahead is it known whether a full chunk is the last one.
      int ahead = size == CHUNK ? plain.readNBytes(next, 0, CHUNK) : 0;
      try {
        age.write(out, 0, payload.chunk(in, size, out, ahead == 0));
      } catch (AEADBadTagException e) {
        throw new IllegalStateException("encryption checks no tag", e);
      }
      if (ahead == 0) {
        return;
      }
      var swap = in;
      in = next;
      next = swap;
      size = ahead;
    }
  }

  /**
   * Reads nonce and chunks to the end of {@code age}.
   *
   * @return plaintext bytes written; safe to use only now
   * @throws AgeException when the payload is not exactly what was written under this key
   */
  static long decrypt(InputStream age, FileKey fileKey, OutputStream plain) throws IOException {
    var nonce = new byte[NONCE];
    if (age.readNBytes(nonce, 0, NONCE) < NONCE) {
      throw new AgeException(AgeFault.Kind.TRUNCATED, "the file ends before its payload begins");
    }
    var payload = new Payload(Cipher.DECRYPT_MODE, fileKey, nonce);
    fileKey.destroy();
    // A chunk and one byte: only by looking ahead is it known whether a full chunk is the last one.
    // It is opened where it stands, for a stranger's file may cost no more than it must.
    var bytes = new byte[CHUNK + TAG + 1];
    long total = 0;
    int size = age.readNBytes(bytes, 0, bytes.length);
    while (true) {
      boolean last = size < bytes.length;
      int got = payload.open(bytes, last ? size : size - 1, last);
      if (last && got == 0 && payload.chunk > 1) {
        throw broken("the payload ends in an empty chunk");
      }
      plain.write(bytes, 0, got);
      total += got;
      if (last) {
        plain.flush();
        return total;
      }
      bytes[0] = bytes[bytes.length - 1];
      size = 1 + age.readNBytes(bytes, 1, bytes.length - 1);
    }
  }

  private int open(byte[] bytes, int size, boolean last) throws AgeException {
    if (size < TAG) {
      throw broken("the payload was cut");
    }
    try {
      return chunk(bytes, size, bytes, last);
    } catch (AEADBadTagException e) {
      throw broken("the payload was changed or cut (chunk " + (chunk + 1) + ")");
    }
  }

  private int chunk(byte[] in, int size, byte[] out, boolean last) throws AEADBadTagException {
    var nonce = new byte[12]; // 11 bytes of counter, big-endian, and the flag
    for (int i = 0; i < 8; i++) {
      nonce[10 - i] = (byte) (chunk >>> (8 * i));
    }
    nonce[11] = (byte) (last ? 1 : 0);
    try {
      cipher.init(mode, key, new IvParameterSpec(nonce));
      int written = cipher.doFinal(in, 0, size, out, 0);
      chunk++;
      return written;
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 is part of the JDK", e);
    }
  }

  private static AgeException broken(String detail) {
    return new AgeException(AgeFault.Kind.PAYLOAD, detail);
  }
}
