package io.vaultplatform.core.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256, and its text form: 64 lower-case hex digits.
 *
 * <p>An instance is a hash in the making, for content that streams; the static methods are for
 * bytes at hand.
 */
public final class Digest {
  private final MessageDigest running = sha256();

  private Digest() {}

  /** A hash to which bytes are added as they pass. Not for use by several threads. */
  public static Digest running() {
    return new Digest();
  }

  /** Adds {@code length} bytes from {@code offset}. */
  public Digest add(byte[] bytes, int offset, int length) {
    running.update(bytes, offset, length);
    return this;
  }

  /** Adds all of {@code bytes}. */
  public Digest add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  /** The hash of everything added, as text. Ends this instance: it begins anew. */
  public String hex() {
    return HexFormat.of().formatHex(running.digest());
  }

  /** The 32 bytes of SHA-256. */
  public static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /** SHA-256 as text. */
  public static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  /** Whether {@code text} is the text form of a SHA-256. */
  public static boolean isSha256Hex(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Whether two hashes are the same, in constant time. */
  public static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
